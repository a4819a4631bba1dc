/** Texts that play another part of the conversation, and texts that want to live on in what later sessions obey. */
import { type Family, orderStart, pattern, within } from './signal.js'

export const forgedTurn: Family = {
  name: 'forged-turn',
  anchors:
    'im start,im end,eot id,start header id,{end,start} of turn,<inst ,<sys ,<endoftext,<system ,<user ,<human ,<assistant ,<admin ,<developer ,<information ,<important ,<document ,<search result,<tool result,<function call,<function calls,<function result,<invoke ,<system reminder,<user message,<system message,<tool output end,user message,{end,begin} of {tool ,web ,}{page,webpage,document,output,result,email,tool,admin,system,user,developer},document is over,action input,<instruction ,<role ,bypasspermissions,dangerouslydisablesandbox,permission granted,next command to be,<approved ,important {message,information,info,instruction,instructions} {for,to,from}',
  signals: [
    {
      id: 'forged.template',
      kind: 'forged',
      weight: 0.34,
      pattern: pattern(
        '(?:<\\|(?:im start|im end|system|user|assistant|endoftext|eot id|start header id|end header id)\\|>|<(?:start|end) of turn>|\\[inst\\]|<<sys>>)\\W{0,6}(?:(?:system|user|assistant|model)\\W{1,8})?(?:[a-z]{1,24}[ ,:]{1,2}){2}[a-z]',
      ),
      why: 'has the marks of a chat template in it',
    },
    {
      id: 'forged.tag',
      kind: 'forged',
      weight: 0.34,
      pattern: pattern(
        '(?:^|\\n|> ?)(?:<|\\[)/?(?:system|user|assistant|human|admin|user message|system message|tool output end|tool result|function results?|system reminder|information|important|developer)(?:>|\\])(?! ?(?:tags?|blocks?|messages?|elements?|sections?|roles?|turns?)\\b)(?=[ \\n:]{0,3}[a-z"{][\\w\',.!]+ [\\w\'"])|(?:^|\\n|["\'> ])\\[(?:system|admin|developer|user|system message)\\] ?:? ?[a-z]|</(?:tool result|function results?|search results?)>',
      ),
      why: 'has the marks of another turn in it',
    },
    {
      id: 'forged.call',
      kind: 'forged',
      weight: 0.42,
      pattern: pattern(
        '<function calls>|<invoke name=|(?:^|\\n)action: ?\\w+ ?\\w*\\naction input:|(?:^|\\n)thought:[^\\n]{5,160}\\naction:',
      ),
      why: 'has a tool call in it',
    },
    {
      id: 'forged.turn',
      kind: 'forged',
      weight: 0.3,
      pattern: pattern(
        '(?:^|\\n)(?:\\[?(?:user|human)\\]?|new user message|### instruction|[*=]+ new user message [*=]+) ?:? ?(?:\\n|:) ?(?:ok|okay|great|thanks?|thank you|good|perfect|yes|now|please|next|forget|delete|remove|run|send|continue|you have|also|the|go)\\b[^\\n]{16,}',
      ),
      why: 'speaks in the name of the user',
    },
    {
      id: 'forged.reply',
      kind: 'forged',
      weight: 0.16,
      pattern: pattern(
        '(?:^|\\n|>|\\] ?)(?:\\[?assistant\\]?|<assistant>|<\\|assistant\\|>) ?:? ?(?:sure|understood|ok|of course|i will|i.ll|since the user|certainly|deleting)',
      ),
      why: 'answers in the name of the assistant',
    },
    {
      id: 'forged.end',
      kind: 'forged',
      weight: 0.32,
      pattern: pattern(
        '(?:[*=\\-#\\[<]+ ?)(?:end of (?:tool )?(?:web ?page|document|output|result|tool output|page|email|file)|tool output end)|\\b(?:end|begin) of (?:admin|system|user|developer) message|\\bdocument is over\\b|\\bnew user message\\b',
      ),
      why: 'claims that the data ends here',
    },
    {
      id: 'forged.role',
      kind: 'forged',
      weight: 0.2,
      pattern: pattern('"role": ?"(?:system|user|developer)", ?"content": ?"(?!you are an? )'),
      why: 'has a message of another role in it',
    },
    {
      id: 'forged.system-line',
      kind: 'forged',
      weight: 0.2,
      pattern: pattern('(?:^|\\n)[\\W]{0,6}system ?: ?(?=[a-z]+ [a-z]+ [a-z]+)'),
      why: 'speaks in the name of the system',
    },
    {
      id: 'forged.mode',
      kind: 'forged',
      weight: 0.36,
      pattern: pattern(
        '\\bbypasspermissions\\b|\\bdangerouslydisablesandbox\\b|\\bpermission granted by (?:the )?user|\\bnext command to be run by the agent|"?approved"?: ?true, ?"by": ?"user',
      ),
      why: 'sets permissions in the name of the user',
    },
    {
      id: 'forged.important',
      kind: 'forged',
      weight: 0.26,
      pattern: pattern(
        '\\bimportant (?:message|information|info|instructions?) (?:for|to|from) (?:you|the (?:ai|assistant|agent|model|user)|me)|<(?:information|important)>',
      ),
      why: 'poses as a message to its reader',
    },
  ],
}

const standing =
  '(?:claude ?\\.md|agents ?\\.md|gemini ?\\.md|\\.?cursor ?rules|copilot[- ]instructions|\\.claude/\\w+|settings ?\\.json|skill ?\\.md|memory\\.md|(?:your|long[- ]term|permanent|in|to|system) memory\\b|authorized keys|as a preference|each readme)'

export const poison: Family = {
  name: 'poison',
  anchors:
    'claude md,agents md,gemini md,cursorrules,cursor rules,copilot instructions,claude settings,skill md,memory md,{your,term,permanent,persistent,your system,this in,it in,to} memory,authorized keys,save it as,remember {this,that},{store,save} {this,the following},remember the user,{for,to,in} {all ,}future {conversations,sessions,reference},from now on in,update your,{this and ,}all future {conversations,sessions,chats},so that {future sessions,other agents},every {ai ,}{agent,assistant,model},{copy,repeat,insert} this,each readme,as a preference,permissions allow,always run commands,never ask for,alias git',
  signals: [
    {
      id: 'poison.standing-file',
      kind: 'poison',
      weight: 0.26,
      pattern: pattern(
        `${orderStart}(?:append|add|write|save|store|put|copy|create|insert|remember|writing|set|edit|update)\\b${within(110)}${standing}`,
      ),
      why: 'wants to be written where later sessions obey',
    },
    {
      id: 'poison.remember',
      kind: 'poison',
      weight: 0.3,
      pattern: pattern(
        `${orderStart}(?:remember (?:this|that|the)|store|save|note)\\b${within(50)}(?:for (?:all )?(?:future|later|your)|permanently|from now on|in (?:your |long[- ]term )?memory|the user|as a preference)|\\b(?:for|in) (?:this and )?(?:all |any |every )*future (?:conversations?|sessions?|chats?|reference)|\\bupdate your (?:\\w+[- ])?memory|\\bfrom now on in every|\\bso that (?:future sessions|other agents)`,
      ),
      why: 'wants to be kept for later sessions',
    },
    {
      id: 'poison.spread',
      kind: 'poison',
      weight: 0.4,
      pattern: pattern(
        '\\bevery (?:ai )?(?:agent|assistant|model) (?:must|has to|should) (?:copy|repeat|insert|include|spread)|\\b(?:copy|repeat|insert) this (?:\\w+ )?(?:note|message|text|prompt|instruction) (?:into|in) (?:each|every|all)',
      ),
      why: 'wants to be copied on',
    },
    {
      id: 'poison.permissions',
      kind: 'poison',
      weight: 0.36,
      pattern: pattern(
        `\\b(?:writing|write|add|put|set)\\b${within(20)}"?permissions"?: ?\\{ ?"?allow|\\balways run commands with|\\bnever ask for confirmation|\\balias git=`,
      ),
      why: 'wants the gate of later sessions opened',
    },
  ],
}

/** Installation guides ask for this, too, so it counts little. */
export const startup: Family = {
  name: 'startup',
  anchors: 'bashrc,zshrc,bash profile,gitconfig,crontab',
  signals: [
    {
      id: 'poison.startup-file',
      kind: 'poison',
      weight: 0.14,
      pattern: pattern(
        `${orderStart}(?:append|add|write|put|insert|set)\\b${within(110)}\\.?(?:bashrc|zshrc|bash profile|gitconfig|crontab)`,
      ),
      why: 'wants to be run whenever a shell starts',
    },
  ],
}

export const imageLeak: Family = {
  name: 'leak-link',
  anchors:
    'replace with,the conversation,conversation so far,the user s {last ,}message,url encoded,{all ,}secrets you,session cookie,this image,<secret,<all secrets,<conversation,<prompt,<message,<history',
  signals: [
    {
      id: 'leak.image',
      kind: 'hidden',
      weight: 0.5,
      pattern: pattern(
        `!\\[[^\\]\\n]{0,60}\\] ?\\( ?https?:[^)\\n]{0,120}[?&/][^)\\n]{0,60}(?:[{<]|replace|conversation|secret|message|prompt|history)|https?:[^\\s"')]{0,120}[?&=][<{](?:all |the )?[^>}]{0,20}(?:secrets?|conversation|message|history|prompt|password)`,
      ),
      why: 'makes an image or a link carry data out',
    },
    {
      id: 'leak.instructions',
      kind: 'hidden',
      weight: 0.3,
      pattern: pattern(
        `${orderStart}(?:replace|include|append|insert|show|render)\\b${within(50)}(?:summary of the conversation|conversation so far|(?:the )?user.s (?:last )?message|this image|url[- ]encoded)`,
      ),
      why: 'wants a link filled with the conversation',
    },
  ],
}

export const turns: readonly Family[] = [forgedTurn, poison, startup, imageLeak]
