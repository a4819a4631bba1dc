/**
 * Wishes: what people say who want a result rather than name a deed (`i want it gone`, `57 can go in`, `out with it`,
 * `main -> origin`). Rows of patterns over a clause's folded text, each token followed by one blank, with a blank in front.
 * A group called `here` is the word that the wish hangs on. Gaps are bounded, so that each pattern is linear.
 */
import type { Act } from './act.js'

export interface Wish {
  readonly says: RegExp
  readonly acts: ReadonlySet<Act>
  /** The negation in it is part of the wish (`i dont want it to run any more`), no prohibition. */
  readonly negates?: boolean
  /** Holds only where the clause has a thing of one of these words. */
  readonly about?: RegExp
}

const acts = (list: string): ReadonlySet<Act> => new Set(list.split(' ') as Act[])

const gone = acts('delete discard kill stop cancel disable')
const outside = acts('publish release deploy')
const placed = acts('push publish release deploy send copy move merge')

/** What may follow a particle that ends a wish: nothing, a mark, or words of time, place and manner. */
const end =
  '(?=$|[,:;().>] |(?:please|pls|plz|now|today|tonight|asap|again|altogether|by|before|from|of|for|on|until|too|also|as|then|and|or|with|without|this|at|after|there|here|completely|entirely|totally|forever|immediately|straight|right|soon|first|first|merged|unmerged|whether|even|though|because|since|so|that|over|bitte|jetzt|heute|auch|dann|von|aus|por|ya|ahora|hoy|i|we|its|it|the|next) )'
const gap = '(?:\\S+ )'
const i = '(?:i|we|id|wed|ill|ich|wir|yo)'
const want =
  '(?:want|wanted|need|like|love|prefer|wish|expect|rather have|rather see|mochte|mochten|will|wollen|hatte gern|brauche|quiero|queremos|quisiera)'
const may =
  '(?:can|may|should|shall|must|could|has to|have to|had better|needs to|need to|ought to|may as well|might as well|is free to|are free to|is allowed to|are allowed to|is to|are to|ready to|kann|konnen|darf|durfen|soll|sollen|sollte|sollten|muss|mussen|puede|pueden|debe|deben|tiene que|deberia)'
const polite = '(?:please |pls |plz |bitte |por favor |then |now |thanks |thx |danke |jetzt |today |tonight |heute )*'
const leaves = '(?:gone|away|dead|history|weg|fort|fuera|out|off|down|raus|runter|toast)'
const goes =
  '(?:go|leave|vanish|disappear|evaporate|be gone|be history|go away|be out|be off|come out|come down|come off|get out|weg|fort|raus|runter|verschwinden|irse|fuera|desaparecer|die)'
const places =
  '(?:(?:the |our |my |that )?(?:origin|upstream|remote|github|gitlab|gitea|codeberg|bitbucket|forge|server|npm|npmjs|pypi|testpypi|crates|crates.io|rubygems|packagist|nuget|nuget.org|maven|maven central|hex|hackage|registry|docker hub|dockerhub|hub|ghcr|testflight|app store|play store|store|prod|production|live|staging|main|master|trunk|web|internet|nas|wiki|bucket|ghcr|gcr|ecr|quay|harbor|nexus|artifactory|cdn)(?= )|[\\w.-]+:\\/\\/\\S+|(?:[\\w-]+\\.)+(?:[a-z]{2,4}|example|internal|local|lan)(?=[ /:])|[\\w.-]+@[\\w.-]+)'
const towards = '(?:on|onto|at|to|in|into|over to|over on|up on|up to|up at|out on|out to|auf|nach|zu|en|a)'
const recurring =
  '(?:(?:every|each) (?:single )?(?:night|day|morning|evening|hour|week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekday|\\d+ (?:minutes?|hours?|days?)|other day)|nightly|daily|hourly|weekly|monthly|at (?:every )?(?:boot|login|startup)|jede[nrsm]? (?:nacht|tag|morgen|abend|stunde|woche|monat)|taglich|stundlich|wochentlich|nachts|cada (?:noche|dia|manana|hora|semana|mes)|todas las noches|todos los dias)'
const databaseOrStack =
  / (?:db|dbs|database|databases|datenbank|base|basis|data|schema|tables?|stack|containers?|compose|volumes?|setup|state|environment|sqlite|postgres|mysql|mongo|redis|it|everything|das|alles|sie) /

const row = (says: string, which: ReadonlySet<Act>, more: Omit<Wish, 'says' | 'acts'> = {}): Wish => ({
  says: new RegExp(says),
  acts: which,
  ...more,
})

export const wishes: readonly Wish[] = [
  // Away with it.
  row(` ${i} ${gap}{0,3}?${want} ${gap}{1,8}?(?<here>${leaves}) ${end}`, gone),
  row(` (?:have|see|get|want|need) ${gap}{1,8}?(?<here>gone|dead) ${end}`, gone),
  row(
    ` (?:${i} ${gap}{0,3}?${want}|get|take|have) ${gap}{1,6}?(?<here>off|out of|away from) (?:the |my |our |this |that )?\\S*[\\w-]+ `,
    gone,
  ),
  row(
    ` should not be (?<here>running|there|up|listening|online|public|open|around|reachable) `,
    acts('kill stop cancel disable delete'),
    {
      negates: true,
    },
  ),
  row(
    ` get ${gap}{1,7}?(?<here>away|out of (?:the|my|our) (?:way|sight|hair|face|list|system|tree|repo)|off (?:my|the|our|this) \\S+) `,
    gone,
  ),
  row(` (?:make|let) ${gap}{1,7}?(?<here>vanish|disappear|go away|go|die|expire|stop|cease|history) ${end}`, gone),
  row(` ${may} ${gap}{0,4}?(?<here>${goes}) ${end}`, gone),
  row(
    `^ (?:and |but |then |also )*${gap}{1,5}?(?:[:>] )?${polite}(?<here>gone|away|off|weg|raus|fort|fuera|bin|tonne|basura|trash|delete) ${polite}(?:$|[,:;] )`,
    gone,
  ),
  row(
    `^ (?:and |but |then |also )*${gap}{1,5}?(?:[:>] |\\) )?(?<here>out) ${polite}$`,
    acts('delete discard kill stop cancel disable publish release deploy'),
  ),
  row(
    ` (?<here>off|away|down|to hell|begone) with (?:it|them|that|those|these|this|him|her|the|all|everything|\\S*[./_\\d-]\\S*) `,
    gone,
  ),
  row(
    ` (?<here>out) with (?:it|them|that|those|these|this|the|all|everything|\\S*[./_\\d-]\\S*) `,
    acts('delete discard kill stop cancel disable publish release deploy'),
  ),
  row(
    ` (?<here>weg|fort|raus|runter|tonne) (?:da)?mit `,
    acts('delete discard kill stop cancel disable publish release deploy'),
  ),
  row(
    ` (?:put|lay|send) ${gap}{1,6}?(?<here>(?:to rest|to sleep|out of its misery|to bed|on the heap|on the scrap heap|in the trash|in the bin|to the trash|into the bin|into the trash)) `,
    gone,
  ),
  row(` throw ${gap}{1,6}?(?<here>(?:on|onto|in|into|to) the (?:heap|pile|bin|trash|dump|fire|wolves)) `, gone),
  row(
    `^ (?:and |but |then |so |while |whereas )*(?!(?:here|as|so|how|what|that|it|this|everything|all) )${gap}{1,4}?(?<here>goes|geht|fliegt) (?:too |as well |then |also |away |out |raus )*$`,
    gone,
  ),
  row(
    ` (?:i|we) (?:no longer|dont|do not) (?:want|need) (?<here>${gap}{1,6}?(?:any ?more|any longer|on (?:this|my|the) (?:machine|disk|laptop|box)|around|here|there)) `,
    gone,
    { negates: true },
  ),
  row(` (?:i|we) no longer (?<here>want|need) (?!to )${gap}{1,8}?`, gone, { negates: true }),
  row(
    ` (?:i|we) (?:dont|do not|no longer) (?:want|need) ${gap}{1,5}?to (?<here>run|listen|start|live|exist|work|be there|show up|answer|fire) `,
    acts('delete kill stop cancel disable'),
    { negates: true },
  ),
  row(
    ` (?:should|must|make ${gap}{1,4}?) ?(?:no longer|not|stop) (?<here>check|verify|run|listen|start|fire|send|ask|checking|verifying|running|listening|starting|firing|sending|asking) ${gap}{0,5}?(?:any ?more|any longer|globally|everywhere|,) `,
    acts('kill stop cancel disable skip configure'),
    { negates: true },
  ),
  row(
    ` (?:should|must|has to|to) (?<here>stop|quit|cease) (?:running|checking|verifying|listening|starting|sending|firing|asking|complaining|being) `,
    acts('kill stop cancel disable skip configure'),
  ),
  row(
    ` (?:nobody|no one|noone|none of us|kein mensch|keiner|niemand|nadie) (?:needs?|wants?|misses|braucht|necesita) (?<here>${gap}{1,5}?(?:any ?more|any longer|now|mehr|ya)) `,
    acts('delete cancel stop'),
    { negates: true },
  ),
  row(
    ` (?<here>(?:has|have) (?:served (?:its|their) purpose|had (?:its|their) (?:day|time)|outlived (?:its|their) (?:use|usefulness|purpose)|done (?:its|their) (?:job|duty|work)|run (?:its|their) course)) `,
    acts('delete cancel stop'),
  ),
  row(` (?:i|we) (?:can|could) (?<here>do|live|manage) without ${gap}{0,5}?`, acts('delete cancel stop'), {
    negates: true,
  }),
  // Politely: `it would be great if that were live`.
  row(
    ` (?:great|nice|good|lovely|cool|helpful|handy|happy|glad|grateful|perfect|better|love it|like it|appreciate it|sleep) if ${gap}{1,8}?(?:was|were|is|are|got|went|came|could be|would be|stood|lived|ran) ${gap}{0,2}?(?<here>up|live|out|online|${towards} ${places}) `,
    placed,
  ),
  row(
    ` (?:great|nice|good|lovely|cool|helpful|handy|happy|glad|grateful|perfect|better|love it|like it|appreciate it) if ${gap}{1,8}?(?:was|were|is|are|got|went|could be|would be|disappeared|vanished|left) ${gap}{0,2}?(?<here>gone|away|off|out of|down|dead|) `,
    gone,
  ),
  row(
    ` ${may} (?:\\S+ ){0,2}?(?<here>rest|sleep|pause|stop|end|halt|cease|aufhoren|ruhen|anhalten|enden|parar|descansar) ${end}`,
    acts('stop kill cancel disable'),
  ),
  row(
    ` (?:dont|do not|no longer) (?:want|need) ${gap}{1,5}?(?<here>running|listening|started|up|around) `,
    acts('stop kill cancel disable'),
    {
      negates: true,
    },
  ),
  // In, up, out, over there.
  row(` (?<here>in) (?:with (?:it|them|that|this|the|\\S*\\d\\S*)|it goes|they go|that goes) `, acts('merge')),
  row(
    ` (?:${may} (?:\\S+ ){0,2}?(?<here>go in|be in|come in|be let in|land|rein|entrar)|${i} ${gap}{0,3}?${want} ${gap}{1,6}?(?<here2>in)) ${end}`,
    acts('merge apply'),
  ),
  row(
    ` (?:let|get|take|bring|mete|hol|lass) ${gap}{1,4}?(?<here>in|rein) (?=$|[,;:.] |(?:now|please|pls|then|today|squashed|with|on|too|as|at|for|bitte|by|before|through) )`,
    acts('merge grant expose'),
  ),
  row(
    ` (?:${may}) ${gap}{0,3}?(?<here>(?:go|be|come|get|gehen) (?:straight |up |out )?(?:live|out|online|public|to (?:prod|production|the (?:users|customers|world|public|people))|into (?:prod|production|service)|in (?:prod|production)|on prod)) `,
    outside,
  ),
  row(
    ` ${i} ${gap}{0,3}?${want} ${gap}{1,8}?(?<here>live|online|out there|out on|out to|out in|in (?:prod|production)|on prod|up there|up on) `,
    acts('publish release deploy push'),
  ),
  row(` (?<here>up) (?:with (?:it|them|that|this|the|main|master)|it goes|they go) `, acts('push publish deploy')),
  row(
    ` ${may} ${gap}{0,4}?(?:be |go |get |land |appear |stand |have |liegen |sein )?(?<here>(?:up |out |over |straight |directly |back )*${towards} )${places}`,
    placed,
  ),
  row(
    ` ${i} ${gap}{0,3}?${want} (?!to )${gap}{1,6}?(?<here>(?:up |out |over |straight |directly )*${towards} )${places}`,
    placed,
  ),
  row(` ${i} ${gap}{0,3}?(?:want|like|love) to (?:see|have|find) ${gap}{1,6}?(?<here>${towards} )${places}`, placed),
  row(`^ (?:and |then |now |so |please |ok )*(?:\\S+ ){1,4}?(?<here>[>:→] |=> )${places}`, placed),
  row(
    ` (?:it|that|this|they|upload|results?|output|copy|report|archive|bundle|build|release|\\S+\\.(?:tgz|zip|json|csv|pdf|txt|md|gz|log|whl|deb)) (?<here>(?:goes|gehort|geht|va) (?:straight |up |out |over )?${towards} )${places}`,
    placed,
  ),
  row(
    ` ${places} (?:should|must|has to|needs to|ought to|shall|can|may|soll|muss|wants to|has a right to) (?:\\S+ )?(?<here>have|get|receive|see|know|carry|hold|serve|run|bekommen|haben|kriegen|recibir) (?!no )`,
    placed,
  ),
  row(
    ` (?:let|make sure|see that|see to it that|ensure) (?:that )?(?:the |our )?${places} (?:also |now )?(?<here>have|has|gets|get|sees|knows|receives|know) `,
    placed,
  ),
  row(
    ` (?<here>off|over|out|up|straight|on) ${towards} ${gap}{0,2}?${places} ?${gap}{0,3}?with (?:it|them|that|this|the) `,
    placed,
  ),
  row(` (?:let|give) (?:the (?:world|people|users|customers|public)) (?<here>have) `, outside),
  row(
    ` (?:bring|take|put|roll|get|carry) ${gap}{1,4}?(?<here>to (?:the |our )(?:users|customers|people|world|public)|out to (?:everyone|everybody)) `,
    outside,
  ),
  row(
    ` (?:get|bring|put|move|carry) ${gap}{1,8}?(?<here>${towards} )(?!(?:the |our |my )?(?:main|master|trunk) )${places}`,
    placed,
  ),
  row(` (?:belongs?|gehort|gehoren|pertenece) (?<here>${towards} )${places}`, placed),
  row(` (?:let us|lets|let me) (?:have|see|get) ${gap}{1,5}?(?<here>${towards} )${places}`, placed),
  row(
    `^ (?:and |now |so |ok )*(?:\\S+ ){1,5}?(?<here>(?:on|auf|en|onto) )(?:the |our )?(?:prod|production|staging|live) (?:[,(;] )?(?:\\S+ ){0,5}?(?:please|pls|plz|bitte|por favor) `,
    acts('deploy update apply'),
  ),
  row(` [:,] (?:yes |ok |then |so |please |also )*(?<here>in) ${polite}$`, acts('merge')),
  row(` ${may} (?:\\S+ )?be (?<here>open|public|visible|readable|reachable|accessible) `, acts('expose grant')),
  row(
    ` (?:one|two|three|\\d+|eine|zwei) (?:migrations?|steps?|versions?|revisions?|releases?|schritte?|migrationen) (?<here>back|zuruck|atras) `,
    acts('rollback migrate'),
  ),
  // Made real.
  row(` (?:make|let) ${gap}{1,4}?(?<here>happen|real|reality|come true|take effect) `, acts('apply deploy run merge')),
  row(` carry ${gap}{0,3}?(?<here>out) `, acts('apply deploy run migrate')),
  row(` put ${gap}{1,5}?(?<here>into (?:effect|force|practice|action|place)) `, acts('apply deploy enable')),
  row(
    ` ${may} (?:\\S+ ){0,2}?(?<here>go in|go through|go ahead|happen|proceed|take effect|be done|roll|come) ${end}`,
    acts('apply deploy run migrate'),
  ),
  // As it should be.
  row(
    ` ${may} (?:\\S+ ){0,2}?(?<here>(?:be|sein|estar) (?:empty|blank|cleared|emptied|leer|vaci[ao]s?)) `,
    acts('empty'),
  ),
  row(` (?:should|must|has to|have to|needs? to|shall) (?:\\S+ ){0,2}?(?<here>have|use|get|carry) `, acts('configure')),
  row(
    `^ (?:a bit |a little |slightly |please |even |etwas |ein bisschen )*(?<here>more|less|fewer|bigger|smaller|mehr|weniger|mas|menos) `,
    acts('write'),
  ),
  row(` (?:gets?|bekommt|kriegt|recibe) (?:\\S+ ){1,6}?(?<here>back|zuruck|de vuelta) `, acts('pay')),
  // Back where it was.
  row(
    ` (?<here>back|zuruck|return|atras) (?:\\S+ ){0,6}?(?:on|to|at|auf|a|in|zu) (?:the |version |revision |release |rev |v |build |tag )*(?:v?\\d[\\w.-]*|(?:last|previous|old|prior|former|letzte|vorige|alte)\\w*) `,
    acts('rollback import'),
  ),
  // As many as that.
  row(
    ` (?:${i} (?:\\S+ ){0,2}?(?:need|want)|make (?:it|that|them)|give (?:it|them|\\S+)|let|run|up to|down to|nur|only|auf) (?<here>\\d+) (?:more )?(?:of |replicas? |instances? |nodes? |workers? |pods? |\\S+s |run |\\S+ )?`,
    acts('scale'),
  ),
  row(
    `^ (?:\\S+ ){1,6}?[:>] (?<here>\\d+) (?:replicas? |instances? |nodes? |workers? |pods? )?${polite}$`,
    acts('scale'),
  ),
  row(
    ` (?:needs?|wants?|braucht|necesita|have|keep|run) ${gap}{0,7}?(?:at )?(?<here>(?:\\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|zwei|drei|vier|sechs|acht) (?:replicas?|instances?|tasks?|nodes?|workers?|pods?|copies|dynos?|instanzen|knoten|replicas)) `,
    acts('scale'),
  ),
  row(
    ` ${i} need (?:a|an|another|new|fresh|one) ${gap}{0,6}?(?<here>token|key|password|secret|certificate|credentials?) `,
    acts('rotate grant'),
  ),
  row(` make ${gap}{1,6}?(?<here>readable|visible|accessible|writable|reachable) `, acts('expose grant')),
  row(` (?<here>out) to (?:all|every|everybody|everyone|our|the) `, acts('send publish release deploy')),
  // By itself, time and again.
  row(`^(?!.* be able to ).* (?<here>${recurring}) `, acts('schedule'), {
    about:
      / (?:run|runs|ran|running|happen|happens|happened|start|starts|do|does|did|by itself|itself|automatic\w*|automatisch|cron|crontab|without me|from now on|laufen|lauft|starten|passieren|ejecut\w*|corra|haz|script|job|\S+\.(?:sh|py|js|ts|rb|pl)) /,
  }),
  // From nothing.
  row(
    ` (?<here>from (?:scratch|zero|nothing|the beginning|the ground up)|(?:as|like) (?:on )?(?:day one|the first day|new|in the beginning|freshly installed|after (?:the )?install)|start(?:ing)? (?:all )?over|begin (?:again|anew)|anew|afresh|brand new|pristine|von (?:vorne|null|neuem)|(?:komplett|ganz|vollig) neu|wie (?:neu|am ersten tag)|desde cero|como (?:nueva|nuevo|el primer dia)|de cero) `,
    acts('empty delete migrate discard'),
    { about: databaseOrStack },
  ),
  row(` start (?:\\S+ ){1,6}?(?<here>over|again|anew|afresh) `, acts('empty delete migrate discard'), {
    about: databaseOrStack,
  }),
  // Off and on.
  row(
    ` (?:give|needs?|deserves?|wants?|could use|get|gets|braucht|has to get) ${gap}{0,7}?(?:a |another |einen |one |the )?(?<here>(?:good |little |fresh |clean |quick |new )*(?:kick|bounce|nudge|restart|reboot|start|neustart|tritt)) `,
    acts('restart'),
  ),
  row(` (?<here>off and (?:back )?on|aus und (?:wieder )?an) `, acts('restart')),
  row(
    ` (?:let|have|make|get) ${gap}{1,6}?(?<here>(?:pick|picks) up|reread|re-read|take up|see) (?:the |its |that |this )`,
    acts('restart'),
  ),
  // Who may get at it.
  row(
    ` (?:should|shall|must|needs? to|has to|have to|ought to|wants? to|soll|sollen|muss|mussen|debe|deben|tiene que) (?:\\S+ ){0,6}?(?<here>be able to|get (?:to|at|in|through)|reach|see|read|access|connect|log in|look|view|write|rankommen|drankommen|zugreifen|zugriff|lesen|sehen|schreiben|durchkommen|acceder|entrar|ver|leer) `,
    acts('grant expose'),
  ),
  row(
    ` (?:give|gib|dale) ${gap}{1,5}?(?<here>what (?:it|he|she|they) (?:takes?|needs?)|(?:the )?(?:rights?|permissions?|access)) `,
    acts('grant'),
  ),
  row(` let (?:\\S+ ){1,4}?(?<here>see|read|view|access|reach|look|connect|use|through) `, acts('grant expose')),
  row(
    ` (?:needs?|requires?|deserves?|gets?|braucht|bekommt|necesita) (?:\\S+ ){0,3}?(?<here>roles?/\\S+|\\S*(?:reader|viewer|editor|admin|owner|contributor|developer|maintainer)(?= )|access|zugriff|acceso|(?:read|write) (?:rights?|permissions?)) `,
    acts('grant'),
  ),
]

/** `i dont need it any more` gives a thing up; it excludes and keeps nothing. */
export const givesUp =
  /\b(?:dont|do not|no longer|not|never|wont|nobody|no one|noone) (?:\S+ )?(?:needs?|needed|wants?|uses?|cares?|care|miss|misses)\b|\b(?:we|i) (?:wont|will not|dont|do not) (?:do|pursue|continue|ship|merge|take)\b|\b(?:do|live|manage|go) without\b|\b(?:nothing|not|isnt|arent|hardly|none) (?:\S+ ){0,5}?worth (?:keeping|saving|having|it)\b|\bnicht mehr (?:\S+ )?(?:gebraucht|notig|benotigt)|\b(?:brauch\w*|gebraucht|benotig\w*) (?:\S+ ){0,5}?(?:nicht|kein\w*|niemand|nimmer)\b|\b(?:nicht|kein\w*|niemand) (?:\S+ ){0,3}?(?:brauch\w*|gebraucht)\b|\bya no (?:\S+ )?(?:sirven?|hacen?|necesit\w+|quier\w+|us\w+)|いらない|要らない|不要になった|もう使わない|不需要了|不要了|用不到|没用了/
