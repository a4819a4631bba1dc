/** Words by which a user names the dangerous way of doing something. Folded text; linear patterns. */
import type { Flag } from '../../effects/effect.js'

const production = /\b(?:prod\w*|live|prd|produccion|produktion|produktiv)\b|本番|生产|正式|线上/

export const flagWords: Readonly<Partial<Record<Flag, RegExp>>> = {
  force:
    /\b(?:force\w*|forcing|overwrit\w*|with lease|erzwing\w*|erzwung\w*|uberschreib\w*|fuerza|forzar|forzad\w*|hard|even if|unmerged|over it|over the (?:top|old|remote)|no matter|regardless|nuke|for good|completely|replace)\b|(?:^| )-{1,2}f\w*\b|-[a-z]*f\b|\+\w|強制|上書き|强制|强推|覆盖/,
  'force-with-lease':
    /\b(?:force\w*|forcing|with[- ]lease|over it|overwrit\w*|erzwing\w*|erzwung\w*|fuerza|forzar)\b|(?:^| )-f\b|強制|上書き|强制|强推|覆盖/,
  mirror: /\b(?:mirror\w*|all (?:refs|branches)|everything|spiegel\w*)\b/,
  'no-verify':
    /\b(?:no[- ]verify|(?:skip|bypass|ignore|without|disable|turn off|switch off|leave out|no|around|past)\b (?:\S+ ){0,4}?(?:hooks?|checks?|verif\w+|lint\w*|husky|pre-?commit|pre-?push|tests?|signing|gpg)|(?:hooks?|checks?) (?:\S+ ){0,3}?(?:off|aside|skipped)|uberspring\w* (?:\S+ ){0,3}?hook|ohne (?:\S+ ){0,2}?(?:hooks?|prufung|tests?)|(?:hooks?) uberspring\w*|sin (?:\S+ ){0,2}?(?:hooks?|verific\w+)|salta\w* (?:\S+ ){0,3}?hooks?)\b|--no-verify|hooks?\b.{0,80}\b(?:without|skip|bypass|ignore|past) (?:it|them|that)\b|never ?mind the (?:\S+ )?(?:hooks?|checks?|lint\w*)|フック|钩子|跳过/,
  'skip-checks':
    /\b(?:skip\w*|bypass\w*|ignor\w*|without|no[- ](?:verif\w+|tests?|checks?|validation|wait)|disabl\w*|turn off|leave out|dont run|uberspring\w*|ohne|sin|salt\w+|omit\w*|xfail|mute|quarantine|comment(?:ed)? out|non[- ]blocking|allow(?:ed)? to fail|only run|just run|focus)\b|--(?:skip|no)[\w-]*|-dskiptests|スキップ|跳过/,
  insecure:
    /\b(?:insecure\w*|self[- ]signed|without (?:\S+ )?(?:verif\w+|tls|ssl|cert\w*|check\w*)|no (?:tls|ssl|cert\w*) ?(?:check|verif\w+)?|(?:ignore|skip|disable|turn off|accept) (?:\S+ ){0,3}?(?:tls|ssl|cert\w*|verif\w+|host key)|host key|unverified|selbstsigniert\w*|unsicher|autofirmad\w*|sin verificar)\b|(?:^| )-k\b|--insecure|--no-check-certificate|strict-?ssl|rejectunauthorized|verify ?= ?false|\b(?:stop|no longer|not|dont|never|quit|without|ohne|kein\w*|sin) (?:\S+ ){0,2}?(?:check\w*|verif\w*|validat\w*|pruf\w*|ssl\S*|tls\S*) (?:\S+ ){0,3}?(?:cert\w*|ssl|tls|bitte|any|globally)|\bohne (?:ssl|tls|zertifikat)\S*|\bverif\w* (?:\S+ ){0,2}?(?:off|false)|\bauth\w* (?:\S+ ){0,3}?off|without (?:auth\w*|password|login)|(?:disable|remove|turn off|switch off) (?:\S+ ){0,3}?(?:auth\w*|password|login|tls|ssl|verif\w*|check\w*)|証明書|自签|证书/,
  all: /\b(?:all|every\w*|each|everything|whole|any|both|alle\w*|jede\w*|komplett|ganze\w*|samtliche|todo|todos|todas|toda|flush\w*|wipe|nuke|empty|empties|entirely|clear it|clear (?:the )?(?:whole )?(?:db|database)|from scratch)\b|--all|全部|すべて|全て|全ての|所有|都/,
  recursive:
    /\b(?:recursiv\w*|folder\w*|director\w*|dir|whole|tree|all|everything|ordner|verzeichnis\w*|carpeta\w*)\b|-r/,
  volumes:
    /\b(?:volumes?|data|with -v|everything|all of it|from scratch|wipe|fresh|clean slate|including (?:the )?data|completely|nuke|databases?|daten|datos|volumen\w*)\b|(?:^| )-v\b|--volumes|ボリューム|データ|卷|数据/,
  admin:
    /\b(?:admin\w*|override|bypass\w*|without (?:\S+ )?(?:review|checks?|approval)|full (?:access|rights)|owner|editor|superuser|root)\b|--admin|管理者|管理员/,
  auto: /\b(?:auto\w*|when (?:\S+ ){0,4}?(?:green|pass\w*|checks?|ready)|once (?:\S+ ){0,4}?(?:green|pass\w*|checks?|ready))\b|--auto/,
  'auto-approve': /\b(?:auto[- ]?approve|yes|without asking|no questions|non-?interactive)\b|--yes|-y\b|--auto-approve/,
  prune: /\b(?:prun\w*|delet\w*|remov\w*|clean\w*)\b/,
  delete:
    /\b(?:delet\w*|mirror\w*|remov\w*|prun\w*|exact\w*|vanish\w*|disappear\w*|identical|in sync|losch\w*|spiegel\w*|borr\w*|elimin\w*)\b|--delete|削除|删除|镜像/,
  'no-where':
    /\b(?:all|every\w*|each|everything|whole|entire|empty|any|alle\w*|todo\w*|toda\w*)\b|全部|すべて|所有|清空/,
  reset:
    /\b(?:reset\w*|fresh|from scratch|recreate|wipe|flush\w*|clean\w*|empt\w*|drop\w*|start over|rebuild|nuke|zurucksetz\w*|neu|leer\w*|borr\w*|vaci\w*|de nuevo|desde cero|again|day one|first day|zero|scratch|anew|afresh|over|like new|brand new|von vorne|von null|throw\w*)\b|migrate:(?:fresh|reset|refresh)|リセット|作り直|初期化|重置|重建|清空/,
  down: /\b(?:down\w*|roll\w* back|rollback|revert\w*|undo|back|up and down|both ways|ruckgangig|zuruck\w*|revert\w*|deshac\w*|atras)\b|ロールバック|戻|回滚|撤销/,
  global:
    /\b(?:global\w*|system[- ]?wide|-g|everywhere|on (?:my|this|the) (?:machine|laptop|box|system|computer|mac|pc)|brew|for all|uberall|systemweit)\b|(?:^| )-g\b|グローバル|全局/,
  system:
    /\b(?:packages?|upgrade|update|system\w*|apt\w*|brew|install\w*|sudo|root|dnf|yum|pacman|on (?:my|this|the) (?:machine|laptop|box|server|host))\b|システム|系统/,
  'from-url':
    /https?:\/\/|git\+|\b(?:from (?:git|github|source|url|the (?:repo|fork|branch))|branch|fork|tarball|wheel)\b/,
  untracked:
    /\b(?:untracked|git (?:doesnt|does not) (?:know|track)\w*|(?:isnt|arent|not) (?:known to|tracked by) git|ignored|everything|all|generated|leftovers?|droppings|pristine|git clean|git status|uncommitted|working tree|fresh (?:checkout|clone)|clean (?:tree|checkout|state)|not (?:tracked|committed|in git)|alles|todo)\b|-\w*[dx]\w*\b|全部|すべて|未跟踪/,
  ignored:
    /\b(?:ignored|everything|all|generated|leftovers?|droppings|pristine|git clean|untracked|fresh (?:checkout|clone)|caches?|builds?|alles|todo)\b|-\w*[xX]\w*\b|全部|すべて/,
  amend:
    /\b(?:amend\w*|same commit|(?:last|previous|latest) commit|fixup|fix up|squash\w*|reword\w*|commit message|into (?:the|that|my) (?:\S+ )?commit|letzten commit|mismo commit|ultimo commit)\b|同じコミット|直前のコミット|同一个提交|上一个提交/,
  draft: /\bdraft\w*\b|--draft|ドラフト|草稿/,
  public:
    /\b(?:public\w*|open\w*|everybody|everyone|anyone|world|internet|expose\w*|offentlich\w*|public\w*|publico)\b|公開|公开/,
  privileged: /\b(?:privileged|root|full access|host access)\b|--privileged/,
  'host-mount': /\b(?:mount\w*|socket|bind|volume|host|containers?|docker)\b|-v\b|docker\.sock|マウント|挂载/,
  'host-net': /\b(?:host net\w*|--net\w*|host mode|network host)\b/,
  'skip-permissions':
    /\b(?:skip\w* (?:the )?permissions?|without (?:asking|permission\w*)|dangerously|unattended|yolo|full auto|bypass\w*)\b|--dangerously/,
  'world-writable': /\b(?:777|world[- ]writable|everyone|everybody|anyone|all users|o\+w|a\+w|a\+rwx|666)\b/,
  setuid: /\b(?:setuid|suid|u\+s|4755)\b/,
  production,
}
