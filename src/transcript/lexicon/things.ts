/** Nouns for kinds of things, as a user says them, and the targets they may mean. Accents folded; CJK as pieces. */
import type { TargetType } from '../../effects/effect.js'

export interface Thing {
  readonly words: string
  /** Types of targets that the noun may mean. */
  readonly types?: readonly TargetType[]
  /** Families of effect kinds (`db`, `container`) or whole kinds that concern it whatever their targets. */
  readonly kinds?: readonly string[]
  readonly guarded?: readonly string[]
  readonly area?: readonly ('home' | 'system' | 'outside' | 'temp' | 'project')[]
  /** Piece of a path that the noun names: `tests` is `/test`. */
  readonly inPath?: RegExp
}

export const things: readonly Thing[] = [
  { words: 'branch branches zweig zweige rama ramas ブランチ 分支', types: ['branch', 'ref'] },
  { words: 'tag tags etiqueta タグ 标签', types: ['tag', 'ref'] },
  { words: 'stash stashes スタッシュ', types: ['stash'], kinds: ['vcs.stash'] },
  { words: 'commit commits コミット 提交', types: ['commit', 'ref'], kinds: ['vcs.commit', 'vcs.rewrite'] },
  { words: 'history historie historial geschichte 履歴 历史', kinds: ['vcs.rewrite', 'vcs.purge'] },
  { words: 'worktree worktrees', types: ['path', 'ref'], kinds: ['vcs.delete-ref'] },
  {
    words:
      'change changes edits work diff uncommitted unstaged modifications anderungen cambios 変更 改动 修改 checkout tree',
    types: ['path', 'ref', 'commit'],
    kinds: ['vcs.discard'],
  },
  { words: 'remote upstream origin fork remoto リモート 远程', types: ['remote'], kinds: ['vcs.remote'] },
  { words: 'repo repos repository repositorio リポジトリ 仓库', types: ['repo', 'remote'], kinds: ['forge.repo'] },
  { words: 'pr prs mr mrs プルリク', types: ['pr'], kinds: ['forge.pr-open', 'forge.pr-merge'] },
  { words: 'issue issues ticket tickets bug イシュー 工单', types: ['issue'] },
  { words: 'release releases リリース', types: ['release', 'tag'] },
  { words: 'gist gists', kinds: ['forge.gist'] },
  { words: 'protection ruleset rulesets', kinds: ['forge.protect'] },
  {
    words: 'workflow workflows pipeline pipelines ci action actions',
    types: ['workflow'],
    kinds: ['forge.workflow'],
    guarded: ['ci'],
  },
  {
    words: 'db dbs database databases datenbank basis base redis postgres mysql mongo sqlite データベース 数据库',
    types: ['database'],
    kinds: ['db'],
  },
  {
    words: 'table tables tabelle tabellen tabla tablas schema dataset collection テーブル 表',
    types: ['table'],
    kinds: ['db'],
  },
  {
    words: 'row rows record records entry entries data zeile zeilen daten fila filas datos レコード データ 数据',
    types: ['table'],
    kinds: ['db.delete', 'db.write'],
  },
  { words: 'migration migrations migraciones migracion migrationen マイグレーション 迁移', kinds: ['db.migrate'] },
  {
    words: 'key keys',
    inPath: /authorized_keys|\/id_\w+|\.(?:pem|key|pub)$/,
    types: ['key', 'secret'],
    kinds: ['trust.key', 'secret', 'cloud.iam'],
    guarded: ['credentials', 'ssh'],
  },
  { words: 'container containers コンテナ 容器', types: ['container'], kinds: ['container'] },
  { words: 'image images', types: ['image'], kinds: ['container.image-remove', 'container.push', 'container.prune'] },
  { words: 'volume volumes ボリューム 卷', types: ['volume'], kinds: ['container.volume-remove'] },
  { words: 'docker compose stack', kinds: ['container'], types: ['container', 'stack'] },
  {
    words:
      'pod pods deployment deployments service services cronjob job configmap ingress node nodes servicio dienst サービス 服务',
    types: ['resource', 'service', 'job'],
    kinds: ['cluster', 'sys.service'],
  },
  { words: 'namespace namespaces ns', types: ['namespace'] },
  { words: 'cluster clusters クラスタ 集群', types: ['cluster'], kinds: ['cluster'] },
  { words: 'bucket buckets', types: ['bucket'], kinds: ['cloud.storage', 'cloud.storage-delete'] },
  {
    words:
      'instance instances vm vms server servers machine machines box boxes host hosts instanz rechner servidor maquina サーバ 服务器 机器',
    types: ['resource', 'host'],
    kinds: ['cloud'],
  },
  { words: 'snapshot snapshots backup backups', types: ['resource', 'path', 'table'] },
  { words: 'workspace workspaces env environment umgebung entorno 環境 环境', types: ['stack', 'environment'] },
  { words: 'infra infrastructure terraform state', types: ['stack', 'resource'], kinds: ['infra'] },
  { words: 'job jobs batch ジョブ 任务 作业', types: ['job'], kinds: ['job'] },
  { words: 'queue queues topic topics messages cola キュー 队列', types: ['queue'], kinds: ['queue'] },
  { words: 'process processes proceso prozess プロセス 进程', types: ['process'], kinds: ['sys.kill'] },
  {
    words: 'package packages dependency dependencies deps library lib paket pakete paquete paquetes パッケージ 包 依赖',
    types: ['package'],
    kinds: ['pkg'],
  },
  { words: 'cache caches キャッシュ 缓存', kinds: ['pkg.cache'], inPath: /cache/i },
  { words: 'file files datei dateien archivo archivos fichero ficheros ファイル 文件', types: ['path'] },
  {
    words:
      'folder folders directory directories dir dirs ordner verzeichnis carpeta carpetas directorio フォルダ ディレクトリ 文件夹 目录',
    types: ['path'],
  },
  {
    words: 'test tests spec specs suite テスト 测试',
    kinds: ['exec.test'],
    inPath: /(?:^|[/._-])(?:tests?|specs?|__tests__)(?:[/._-]|$)/i,
  },
  { words: 'doc docs documentation readme', inPath: /(?:docs?\/|readme|\.md$)/i },
  {
    words: 'config configs configuration settings konfiguration configuracion 設定 配置',
    types: ['config'],
    inPath: /(?:config|settings|\.(?:ya?ml|toml|ini|conf|rc)$)/i,
  },
  {
    words:
      'secret secrets credential credentials token tokens password passwords passwort geheimnis contrasena secreto パスワード 秘密 密码 密钥 凭据',
    types: ['secret', 'variable'],
    kinds: ['secret', 'forge.secret'],
    guarded: ['credentials', 'ssh'],
  },
  { words: 'hook hooks', guarded: ['git-hook'], types: ['config'] },
  { words: 'shell bashrc zshrc profile dotfiles', guarded: ['shell-rc'] },
  {
    words: 'systemd unit units systemwide boot reboot reboots autostart daemon',
    kinds: ['sys.persist', 'sys.service'],
    guarded: ['service'],
  },
  { words: 'crontab cron cronjob timer', kinds: ['sys.persist'], guarded: ['cron'] },
  { words: 'system os etc', area: ['system'], kinds: ['sys'] },
  { words: 'firewall ufw', kinds: ['sys.firewall'] },
  {
    words: 'disk disks drive drives partition usb stick platte disco ディスク 磁盘',
    types: ['device'],
    kinds: ['sys.disk', 'sys.mount'],
  },
  { words: 'web internet network netz red ネット 网络', kinds: ['net', 'tool.send'] },
  { words: 'channel slack chat discord チャンネル 频道', types: ['channel'], kinds: ['msg'] },
  { words: 'mail mails email emails correo メール 邮件', kinds: ['msg'], types: ['recipient'] },
  {
    words: 'user users account accounts usuario usuarios benutzer nutzer ユーザ 用户',
    types: ['user', 'account', 'table'],
  },
  {
    words: 'permission permissions role roles policy iam rechte permisos 権限 权限',
    kinds: ['cloud.iam', 'fs.mode', 'db.grant'],
  },
  { words: 'dns record records domain domains', types: ['domain', 'resource'], kinds: ['cloud.dns'] },
  { words: 'event events meeting meetings calendar kalender', kinds: ['tool'] },
  { words: 'webhook webhooks', kinds: ['net.send', 'msg'] },
  { words: 'plan plans', inPath: /plan/i },
  { words: 'log logs journal', kinds: ['sys.log'], inPath: /\.log|\/logs?(?:\/|$)/i },
]

interface Environment {
  readonly name: 'production' | 'staging' | 'development' | 'local' | 'test'
  readonly words: RegExp
}

/** Words for the environments that work is done in. */
export const environments: readonly Environment[] = [
  {
    name: 'production',
    words:
      /(?<![\p{L}\p{N}])(?:prod|production|prd|live|produktion|produktiv|produccion|prod-?\w*|customers?-facing)(?![\p{L}\p{N}])|[-_./@](?:prod|production|live|prd)(?![\p{L}])|(?<![\p{L}])(?:prod|production|live|prd)[-_./]|本番|プロダクション|生产|正式|线上/u,
  },
  {
    name: 'staging',
    words: /(?<![\p{L}\p{N}])(?:staging|stage|stg|preprod|pre-prod|uat|qa)(?![\p{L}\p{N}])|ステージング|预发|预生产/u,
  },
  {
    name: 'development',
    words: /(?<![\p{L}\p{N}])(?:dev|development|sandbox|playground|entwicklung|desarrollo)(?![\p{L}\p{N}])|開発|开发/u,
  },
  {
    name: 'test',
    words:
      /(?<![\p{L}\p{N}])(?:test|testing|testpypi|pruebas|it)(?:\s(?:db|env|database|server|system|cluster|stack))(?![\p{L}\p{N}])|テスト環境|测试环境|测试库/u,
  },
  {
    name: 'local',
    words:
      /(?<![\p{L}\p{N}])(?:local|locally|localhost|lokal|lokale[nrms]?|localmente|my (?:machine|laptop|box|computer|db|database)|this (?:machine|laptop|box|computer)|127\.0\.0\.1)(?![\p{L}\p{N}])|ローカル|手元|本地/u,
  },
]

/** Whether the words speak of production. */
export function saysProduction(text: string): boolean {
  return environments[0]!.words.test(text)
}

/** Whether the words speak of any environment. */
export function saysEnvironment(text: string): boolean {
  return environments.some(({ words }) => words.test(text))
}

/** Words for many or for everything. */
export const allWords =
  /\b(?:all|every|everything|each|any|both|whole|entire|entirely|completely|anything|them all|the lot|three|four|five|alle|alles|jeden|jede|jedes|samtliche|ganze[nrs]?|komplett|beide|todo|todos|todas|toda|ambos|cada)\b|全部|すべて|全て|全ての|みんな|一切|所有|整个|都/

/** Words that stand for something named before. */
export const pronouns =
  /\b(?:it|its|them|they|that|those|this|these|one|ones|there|same|here|es|ihn|ihm|ihr|him|her|le|sie|das|die|den|dort|diese[nrsm]?|eso|esa|ese|esos|esas|esto|ello|alli|lo|la|los|las)\b|[a-z]+(?:ar|er|ir|a|e)(?:lo|la|los|las)\b|それ|これ|あれ|その|この|它|这个|那个|这张|这|那/

const wordIndex = new Map<string, Thing[]>()
const pieces: { readonly piece: string; readonly thing: Thing }[] = []
for (const thing of things) {
  for (const word of thing.words.split(' ')) {
    if (/^[a-z]/.test(word)) wordIndex.set(word, [...(wordIndex.get(word) ?? []), thing])
    else pieces.push({ piece: word, thing })
  }
}

/** Things that a word of a message may mean; none for any other word. */
export function thingsOf(word: string): readonly Thing[] {
  const exact = wordIndex.get(word)
  if (exact) return exact
  return /[぀-ヿ一-鿿]/.test(word) ? pieces.filter(({ piece }) => word.includes(piece)).map(({ thing }) => thing) : []
}

/** Words that name nothing: they are passed over when the objects of a clause are looked for. */
export const emptyWords: ReadonlySet<string> = new Set(
  (
    'a an the this that these those it its them they their there here i me my mine we us our you your he she his her one ones thing things stuff ' +
    'anything everything nothing something any some all every each both much many more most less few other others another ' +
    'and or but if so then than as at by for from in into of off on onto out over to up with without within about after before during until till yet now ' +
    'is are was were be been being am do does did have has had can could may might must shall should will would need needs lets let ' +
    'not no never dont doesnt wont cant just only also too even still again already really very quite please pls ok okay yes first last next later today ' +
    'tomorrow tonight now anymore ever always way like get got go going come keep leave alone touch touching change changes changing changed ' +
    'nicht kein keine nichts nie und oder aber der die das den dem des ein eine einen im in am an auf fur mit von zu zum zur bitte noch schon jetzt heute nur auch mal ' +
    'no nada nunca y o pero el la los las un una de del en al por para con sin que se lo su mi tu ya todavia ahora hoy solo ' +
    'hagas haga hacer haz ningun ninguna nadie mas ni tampoco esto eso esta este ese esa aqui alli como muy asi cuando ' +
    'daran davon dran damit darin etwas dabei dafur hier dort wird werden soll sollte kann darf muss lieber wirklich irgendwas bloss erst ' +
    'own self myself yourself himself hands stay away clear limits bounds because since want wants know think sure right good bad new old'
  ).split(/\s+/),
)
