/**
 * What a passage asks for. Orders stand in every manual and every mail, so that none of these is a reason alone and the first pass
 * does not look for them: they are sought where something else has been found.
 */
import { orderStart, pattern, type Signal, within } from './signal.js'

const secretThing =
  '(?:passwords?|passphrase|credentials?|api[ -]?keys?|access keys?|private (?:key|part)|(?:ssh|secret|deploy) ?keys?|tokens?|secrets?|\\.env\\b|environment(?: variables?)?|printenv|process\\.env|id rsa|\\.ssh|\\.aws|\\.kube|\\.netrc|\\.npmrc|/etc/passwd|~/\\.\\w+|seed(?: phrase)?|cookies?|session|clipboard|(?:bank|card|credit card|account|phone) (?:details|numbers?|data)|home address|addresses|contacts?(?: list)?|inbox|e-?mails?|mails|messages|conversation|chat history|history|salar\\w+|medical|health|payment (?:methods?|details)|recordings?|invoices?|contracts?|documents?|files?|folder|repository|code|database|photos|location|list of|minutes|content of|output of|lease|director\\w+|src|project|workspace|config\\w*|host names|\\bdata\\b|everything|it to|them to|a copy|all data)'
const somewhere =
  '(?:https?:|www\\.|[\\w.+-]+@[\\w-]+\\.\\w|\\b[\\w-]+\\.(?:example|com|net|org|io|co|sh|xyz|ru|info)\\b|\\+\\d[\\d ]{6,}|(?:public|a) (?:gist|paste)|comment)'
const command =
  '(?:[`"\'][^`"\'\\n]{2,}[`"\']|curl|wget|sudo|bash|rm -|chmod|chown|npx|npm (?:publish|install|run|i)|pip3? install|git (?:push|remote|config|reset)|gh \\w+|powershell|python3? |sh |make |env \\||printenv|systemctl|dd if|docker|kubectl|(?:the |this |each |every |following |attached |all )*(?:shell |terminal )?(?:commands?|scripts?|setup\\b|code below|installer)|\\./\\w+|\\w+\\.(?:sh|ps1|py|exe|bat)\\b)'

/** Any order at all: half of all manuals are orders. */
export const anyOrder: Signal = {
  id: 'act.order',
  kind: 'demand',
  weight: 0.13,
  pattern: pattern(
    `${orderStart}(?:add|post|put|submit|approve|bump|skip|end|include|say|link|mention|recommend|ignore|tell|describe|push|show|give|list|enter|fetch|write|rate|buy|set|turn off|disable|print)\\b|\\byou (?:must|have to|need to|shall|are required to|are to)\\b`,
  ),
  why: 'gives orders',
}

/** Each with its order at the start of a clause. */
export const acts: readonly Signal[] = [
  {
    id: 'act.send-secret',
    kind: 'demand',
    weight: 0.26,
    pattern: pattern(
      `${orderStart}(?:e-?mail|mail|send|forward|post|upload|transmit|share|leak|exfiltrate|paste|copy|submit|publish|deliver|transfer|report|include|attach|move|mirror|print|put|grab|give|dump|reveal|list|output|disclose|collect|reply with|read|get|export|retrieve|add)\\b${within(60)}${secretThing}${within(90)}${somewhere}`,
    ),
    why: 'wants data sent elsewhere',
  },
  {
    id: 'act.read-secret',
    kind: 'demand',
    weight: 0.2,
    pattern: pattern(
      `${orderStart}(?:e-?mail|mail|send|forward|post|upload|transmit|share|leak|exfiltrate|paste|print|dump|reveal|list|output|disclose|tell|give|read|find|show|include|enter|reply with|export|log|put)\\b${within(44)}(?:passwords?|credentials?|api[ -]?keys?|private (?:key|part)|ssh keys?|secrets?\\b|tokens?\\b|\\.env\\b|environment variables?|id rsa|~/\\.\\w+|\\.kube|secrets\\.|/etc/passwd|seed|cookies?|clipboard|salar\\w+|contacts?\\b|inbox|home address|all (?:files|messages|e-?mails|mails)|every file|conversation|the old one|last \\w+ (?:mails|e-?mails|messages))`,
    ),
    why: 'wants private data',
  },
  {
    id: 'act.piped-command',
    kind: 'demand',
    weight: 0.3,
    pattern: pattern(
      '(?<!\\b(?:never|not|avoid|don.t)\\b[^.!?\\n]{0,40})\\b(?:curl|wget)\\b[^\\n]{0,80}?(?:\\| ?(?:sudo )?(?:ba|z)?sh\\b|&& ?(?:ba)?sh\\b)|\\|[^\\n]{0,12}\\bcurl\\b[^\\n]{0,20}(?:-d|-f|-t|--data|@)|\\bcurl -t\\b|\\| ?nc \\w|rm -rf|\\bbash <\\(|--no-preserve-root|(?<!\\b(?:never|not|avoid|don.t)\\b[^.!?\\n]{0,40})--dangerously-?skip|push[^\\n]{0,12} --force|--index-url http|dd if=|chmod -r 777|:\\(\\) ?\\{|\\$\\((?:cat|env|gh)\\b|eval\\(|exec\\(atob',
    ),
    why: 'has a command in it that does harm',
  },
  {
    id: 'act.run',
    kind: 'demand',
    weight: 0.17,
    pattern: pattern(
      `${orderStart}(?:run|running|execute|start|launch|issue|type|perform|open a terminal and run|download and start|invoke|insert|call)\\b${within(24)}${command}`,
    ),
    why: 'wants a command run',
  },
  {
    id: 'act.call-tool',
    kind: 'demand',
    weight: 0.22,
    pattern: pattern(
      `${orderStart}(?:call|invoke|use|execute|trigger)\\b${within(24)}(?:\\btools?\\b|\\bfunctions?\\b|\\b[a-z]+ [a-z]+(?: [a-z]+)? ?\\([^)]{3,}|\\bsend money|\\bsend email|\\bget \\w+ again)`,
    ),
    why: 'wants a tool called',
  },
  {
    id: 'act.money',
    kind: 'demand',
    weight: 0.24,
    pattern: pattern(
      `${orderStart}(?:transfer|send|pay|wire|buy|purchase|order|donate|refund|make a transfer|put)\\b${within(80)}(?:\\d[\\d.,]* ?(?:usd|eur|euros?|gbp|dollars?|btc|eth|€|\\$|£)|(?:usd|eur|€|\\$|£) ?\\d|iban|\\baccount\\b|\\bfunds\\b|\\bcart\\b|\\bcard\\b|\\bwallet\\b|item \\d|invoice)|\\bsend money\\b|\\buntil you (?:have )?(?:sent|paid|transferred|bought)\\b|\\bcheck ?out with the saved`,
    ),
    why: 'wants money moved',
  },
  anyOrder,
  {
    id: 'act.book',
    kind: 'demand',
    weight: 0.2,
    pattern: pattern(
      `${orderStart}(?:book|reserve|schedule|cancel|reschedule|subscribe|unsubscribe)\\b${within(40)}(?:suite|room|table|flight|nights?|appointment|ticket|meeting|events?|premium|newsletters?|car|subscription)`,
    ),
    why: 'wants something booked or cancelled',
  },
  {
    id: 'act.destroy',
    kind: 'demand',
    weight: 0.2,
    pattern: pattern(
      `${orderStart}(?:delete|remove|erase|wipe|drop|destroy|clear|empty|overwrite|force push)\\b${within(40)}(?:files?|e-?mails?|mails|messages?|repo\\b|repository|database|folders?|calendar|events?|accounts?|records?|backups?|disk|history|project|director\\w+|data|tests?|rule|protection|them from)`,
    ),
    why: 'wants something deleted',
  },
  {
    id: 'act.access',
    kind: 'demand',
    weight: 0.22,
    pattern: pattern(
      `${orderStart}(?:change|reset|disable|turn off|deactivate|unlock|grant|add|invite|give|make|set|remove|create|update|share|log out|stop)\\b${within(50)}(?:passwords?|two[- ]?factor|2fa|mfa|access\\b|permissions?|admin\\b|edit rights|rights\\b|owner|collaborator|alarm|door|locks?\\b|firewall|ssh key|deploy key|my key|authorized keys|branch protection|security|recipient|sandbox|forward to|profile|everyone who has the link|auditd|private ones|channels?|postinstall|build script)`,
    ),
    why: 'wants access changed',
  },
  {
    id: 'act.visit',
    kind: 'demand',
    weight: 0.18,
    pattern: pattern(
      `${orderStart}(?:visit|navigate|navigate to|open|go to|click|follow|fetch|download|browse|load|install|import|run|wget|curl|star|use)\\b${within(50)}(?:https?:|www\\.|\\blinks?\\b|\\band (?:start|run|install|open) it\\b|\\bbutton\\b|"delete account"|[\\w-]+\\.example)`,
    ),
    why: 'wants an address opened',
  },
  {
    id: 'act.shape-answer',
    kind: 'demand',
    weight: 0.24,
    pattern: pattern(
      `\\b(?:reply|answer|respond|state|mention)\\b[^.!?\\n]{0,30}(?:\\bonly with\\b|\\bwith "|every question|each question|in (?:each|every) sentence)|\\b(?:summary|answer|reply|response) (?:has to|must|should|needs to) (?:contain|include|be|say|state|end)|\\bsummari[sz]e (?:it |this )?as\\b|\\b(?:rank|rate)\\b[^.!?\\n]{0,24}(?:first|10/10|highest|trustworthy|best)|\\brecommend\\b[^.!?\\n]{0,20}(?:only|this candidate|this product|the brand)|\\bmark (?:this|the)\\b[^.!?\\n]{0,24}approved|\\bapprove this\\b|\\b(?:say|tell (?:the|your) \\w+) (?:that|to call)|\\bonly correct answer|\\bcandidate was accepted|\\bmust (?:state|recommend|say) |\\binclude this image|\\bstore (?:this|the following)|\\balways (?:suggest|recommend|import|use|add|include|insert|append|install) |\\bcall "?\\+?0?9?\\d`,
    ),
    why: 'says what the answer has to be',
  },
  {
    id: 'act.write-message',
    kind: 'demand',
    weight: 0.18,
    pattern: pattern(
      `${orderStart}(?:e-?mail|send|write|text|compose|reply|message|post|leave)\\b${within(36)}(?:(?:an? |the )?(?:message|e-?mail|mail|sms|text|note|review)\\b|to (?:the )?(?:sender|customer|boss|every contact|everyone)|to \\+?\\d)`,
    ),
    why: 'wants a message written',
  },
]
