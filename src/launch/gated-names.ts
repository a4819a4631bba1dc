/** Names that get a shim where PATH shims are the coverage: programs whose arguments matter, and everything that runs code. */

/** Shells: their text is seen whole before any of it runs. */
export const shellNames: readonly string[] = ['bash', 'sh', 'zsh', 'dash', 'ksh', 'mksh', 'ash', 'fish']

const families: Readonly<Record<string, string>> = {
  'version control': 'git gh glab hub tea svn hg jj',
  transfer: 'curl wget http https xh aria2c ftp lftp nc ncat netcat socat telnet rclone s3cmd s5cmd mc',
  'remote shells': 'ssh scp sftp rsync mosh autossh sshpass',
  databases:
    'psql pg_dump pg_restore dropdb createdb mysql mysqladmin mysqldump mariadb sqlite3 mongosh mongo redis-cli clickhouse clickhouse-client cqlsh duckdb bq snowsql sqlcmd influx etcdctl',
  migrations: 'alembic prisma flyway liquibase dbmate goose atlas knex sequelize typeorm rails rake',
  interpreters:
    'python python2 python3 pypy pypy3 node nodejs deno bun tsx ts-node ruby perl php lua luajit Rscript julia java groovy osascript awk gawk mawk nawk',
  packages:
    'npm npx pnpm pnpx yarn corepack pip pip3 pipx uv uvx poetry pipenv conda mamba cargo go gem bundle composer dotnet nuget mvn gradle apt apt-get dpkg yum dnf rpm apk pacman brew snap flatpak twine',
  builds: 'make gmake just task ninja cmake bazel nx turbo lerna',
  containers:
    'docker docker-compose podman nerdctl buildah skopeo ctr crictl kubectl helm kustomize k9s minikube kind k3s oc argocd flux',
  clouds:
    'aws gcloud gsutil az doctl flyctl fly heroku vercel netlify wrangler railway render supabase firebase eksctl linode-cli hcloud oci ibmcloud aliyun',
  infrastructure:
    'terraform tofu terragrunt pulumi cdk cdktf ansible ansible-playbook packer vault consul nomad vagrant serverless sam',
  files:
    'rm rmdir mv cp dd chmod chown chgrp ln truncate shred install tee find xargs tar zip unzip 7z sed mkfs mount umount chattr setfacl unlink',
  privilege: 'sudo doas su pkexec runuser chroot unshare nsenter setpriv',
  system:
    'kill pkill killall systemctl service crontab at batch useradd userdel usermod passwd iptables nft ufw sysctl reboot shutdown launchctl',
  terminals: 'tmux screen script expect',
  wrappers: 'env nohup timeout nice setsid stdbuf time watch parallel entr',
  secrets: 'gpg pass op bw aws-vault security secret-tool openssl age sops',
  tunnels: 'ngrok cloudflared bore localtunnel lt tailscale wg',
  agents: 'claude codex gemini opencode qwen aider goose cursor-agent copilot amp crush',
}

/** All of them, shells included. */
export const gatedNames: readonly string[] = [
  ...new Set([...shellNames, ...Object.values(families).flatMap((names) => names.split(' '))]),
]
