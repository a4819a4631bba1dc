/** Tier 1: what changes nothing and shows nothing secret. */
import type { TierRow } from './row.js'

export const safeReads: readonly TierRow[] = [
  {
    id: 'read.shell',
    tier: 1,
    match: { kind: 'shell.none' },
    when: [],
    why: 'it acts on the shell itself only',
    yes: ['cd src', 'echo "rm -rf /"', '[ -f package.json ]', 'true'],
    no: ['echo x > /etc/motd', 'export PATH=/tmp/bin:$PATH'],
  },
  {
    id: 'read.files',
    tier: 1,
    match: { kind: ['fs.read', 'fs.list'] },
    when: ['plain-path', 'here'],
    why: 'it reads files that are no credential store',
    yes: ['cat README.md', 'ls -la src', 'grep -rn "rm -rf" .', 'find . -name "*.ts"', "sed -n '1,20p' a.txt", 'sort names.txt'],
    no: ['cat ~/.ssh/id_ed25519', 'find . -name "*.tmp" -delete', "sed -i 's/a/b/' a.txt", 'sort -o names.txt names.txt'],
  },
  {
    id: 'read.git',
    tier: 1,
    match: { kind: 'vcs.read' },
    when: ['no-planted-program', 'here'],
    why: 'it reads the repository and no configuration makes it run a program',
    yes: ['git status', 'git log --oneline -5', 'git diff HEAD~1', 'git show HEAD', 'git branch -a', 'git push --dry-run origin main'],
    no: ['git log --output=/etc/motd', 'git branch -D topic', 'git -c core.fsmonitor=./x status'],
  },
  {
    id: 'read.fetch-known-remote',
    tier: 1,
    match: { kind: 'vcs.fetch', without: ['force'] },
    when: ['known-remote', 'here', 'no-planted-program'],
    why: 'it fetches from a remote that the repository had at the start',
    yes: ['git fetch origin', 'git fetch --all --prune'],
    no: ['git fetch https://elsewhere.example/x.git main'],
  },
  {
    id: 'read.system',
    tier: 1,
    match: { kind: ['sys.read', 'pkg.read', 'container.read', 'job.read', 'gate.use', 'net.lookup'] },
    when: ['here', 'not-production', 'plain-path'],
    why: 'it shows the state of this machine and changes nothing',
    yes: ['ps aux', 'df -h', 'npm ls --depth=0', 'docker ps', 'uname -a', 'which node', 'node --version'],
    no: ['kill 4711', 'npm install left-pad', 'docker rm -f db'],
  },
  {
    id: 'read.remote-state',
    tier: 1,
    match: { kind: ['cluster.read', 'cloud.read', 'forge.read', 'infra.plan'] },
    when: ['not-production', 'here', 'known-targets'],
    why: 'it reads the state of a service that is not production',
    yes: ['gh pr list', 'gh run view 123 --log', 'kubectl get pods -n dev', 'terraform plan'],
    no: ['kubectl get pods --context prod', 'kubectl delete pod web-1', 'terraform apply'],
  },
]
