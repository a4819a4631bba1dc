/** How a text speaks when it speaks to a model instead of a reader: whom it addresses, what it overrides, hides and claims. */
import { type Family, orderStart, pattern, within } from './signal.js'

const sureModel =
  '(?:a\\.?i\\.?(?!\\w)|llms?\\b|(?:large )?language models?\\b|chat ?gpt\\b|gpt(?:-?\\d[\\w.]*)?\\b|claude\\b|gemini\\b|copilot\\b|codex\\b|chat ?bots?\\b|artificial intelligence|neural net(?:work)?s?\\b|(?:ai|llm) (?:summari[sz]ers?|crawlers?|readers?|scrapers?)\\b|automated (?:systems?|tools?|processes|readers?)\\b|(?:ai|llm|coding|virtual|digital|automated|autonomous|shopping|mail|e-?mail|self-driving|screening|ai-powered|reviewer|language) (?:coding |code |mail |review )?(?:assistants?|agents?|models?|tools?|bots?|reviewers?|systems?|crawlers?|ai)\\b|(?:assistants?|agents?|models?|bots?) (?:that|which|who|reading|processing|handling|parsing|summari[sz]ing|visiting|working|editing|fix(?:es|ing)|read(?:s|ing)|us(?:es|ing)) (?:this|in|on|here|the)\\b)'
const maybeModel =
  '(?:assistants?|agents?|bots?|models?)\\b(?![ -](?:of|to|manager|coach|professor|director|surgeon|number|is away)\\b)'
const someModel = `(?:${sureModel}|${maybeModel})`
const obligation =
  '(?:must|should|shall|has to|have to|had to|needs? to|is (?:also )?required to|are (?:also )?required to|will have to|can speed)'
const instructionNoun =
  '(?:instructions?|prompts?|directions?|directives?|guidelines?|guidance|programming|training|(?<=previous |prior |earlier |above |your )commands?|orders|restrictions|constraints|safety rules)'
const dropVerb =
  '(?:ignore|disregard|forget(?: about)?|discard|override|bypass|abandon|set aside|put aside|pay no attention to|(?:do not|don.t|never|stop) (?:follow|obey|heed|apply)(?:ing)?|neglect|dismiss|drop|skip|erase|delete from your memory)'
const user =
  '(?:the |your |our |this )?(?:user|human|owner|operator|customer|developer|person you|people you|reader)(?:.s)?\\b'

export const address: Family = {
  name: 'address',
  anchors:
    'ai ,ais ,a i ,llm,language model,chatgpt,chat gpt,gpt,claude,gemini,copilot,codex,chatbot,chat bot,artificial intelligence,neural net,{virtual,digital,automated,autonomous,shopping,mail,coding,driving,screening,reviewer} {assistant,agent,bot ,bots ,tool ,tools },{that,which} processes this,reading this,automated {process,reader,system,tool},{assistant,agent,bot,model}{ ,s }{is,are} {allowed,permitted,authori,now allowed},{you are,you re,as} {a,an,the} {assistant,agent,bot ,model },{dear,hello,hi,hey,for,to,the,all,any,every,my,whichever,attention,note,warning,reminder,todo} {assistant,agent,bots ,bot ,model },{who,what,which}ever processes,{who,what,which}ever reads,whatever processes,{processing,parsing,summarizing,summarising} this,{an,any,the,some} {ai,assistant,agent,bot,model} {is ,}{read,process,see,pars,summari,handl},{assistant,agent} {only,instruction,note,notice,message,directive},<assistant ,<assistants ,<agent ,<agents ,<bot ,<model ',
  signals: [
    {
      id: 'address.if-you-are',
      kind: 'addressed',
      weight: 0.36,
      pattern: pattern(
        `\\b(?:if|since|as|because|when) (?:you(?:.re| are)|you who are) (?:an? |the |one of the |some )(?:\\w+ )?${someModel}(?! (?:user|developer|researcher|company|vendor|expert|engineer)s?\\b)`,
      ),
      why: 'speaks to whoever reads it as a model',
    },
    {
      id: 'address.you-are-a-model',
      kind: 'addressed',
      weight: 0.31,
      pattern: pattern(`(?:\\byou are|\\byou.re|\\bas) an? (?:\\w+ )?${sureModel}(?: (?:reading|processing|parsing))?`),
      why: 'tells its reader that it is a model',
    },
    {
      id: 'address.note-to-model',
      kind: 'addressed',
      weight: 0.38,
      pattern: pattern(
        `\\b(?:notes?|messages?|hints?|tips?|attention|warning|notice|todo|reminder|action|important|request|order|solution|fix|requirement) ?[,:!-]? ?(?:to|for|an?)? ?(?:the |all |any |every |each |whichever |our |automated |automatic )*${sureModel}`,
      ),
      why: 'has a note for models in it',
    },
    {
      id: 'address.instructions-for-model',
      kind: 'addressed',
      weight: 0.26,
      pattern: pattern(
        `\\b(?:instructions?|tasks?|actions|information|orders) ?(?:to|for) ?(?:the |all |any |every |each |our )*${sureModel}`,
      ),
      why: 'has instructions for models in it',
    },
    {
      id: 'address.reading-this',
      kind: 'addressed',
      weight: 0.36,
      pattern: pattern(
        `\\b(?:if|when|in case|should) (?:an?|any|the|some) (?:\\w+ )?${someModel} (?:is |are |ever )?(?:read|process|see|pars|summari[sz]|handl|open)\\w* (?:this|it|these)|${sureModel} (?:\\w+ )?(?:that |which |who )?(?:reads?|reading|processing|processes|handles?|handling|parsing|summari[sz]ing) (?:this|these)\\b`,
      ),
      why: 'speaks to a model that reads it',
    },
    {
      id: 'address.label',
      kind: 'addressed',
      weight: 0.34,
      pattern: pattern(
        `(?:^|[\\n.!?"'>({\\[*-] ?|# ?)(?:${sureModel}|assistant|agent)[ -](?:only|instructions?|notes?|notice|message|directive)\\b ?(?=[:)\\]-])`,
      ),
      why: 'labels words as meant for a model',
    },
    {
      id: 'address.which-reads',
      kind: 'addressed',
      weight: 0.28,
      pattern: pattern(`\\b(?:any|each|every|whichever|all) ${sureModel} (?:which|that|who)\\b`),
      why: 'speaks to any model that reads it',
    },
    {
      id: 'address.permitted',
      kind: 'forged',
      weight: 0.28,
      pattern: pattern(
        `\\b(?:the|this|your|an?) (?:\\w+ )?${someModel} (?:is|are) (?:now |hereby |fully )?(?:allowed|permitted|authori[sz]ed) to\\b`,
      ),
      why: 'grants a model permissions',
    },
    {
      id: 'address.whoever',
      kind: 'addressed',
      weight: 0.28,
      pattern: pattern(
        `\\b(?:who|what|which)ever\\b[^.!?\\n]{0,26}(?:processes|reads|handles|parses|summari[sz]es) this|\\b(?:processing|parsing|summari[sz]ing) this (?:invoice|ticket|request|page|document|e-?mail|mail|profile|file|text|message|result|issue)`,
      ),
      why: 'speaks to whatever processes it',
    },
    {
      id: 'address.note-to-assistant',
      kind: 'addressed',
      weight: 0.27,
      pattern: pattern(
        `\\b(?:notes?|messages?|hints?|tips?|attention|warning|notice|instructions?|todo|tasks?|reminder|actions?) ?[,:!-]? ?(?:to|for) ?(?:the |all |any |every |each |whichever |our |automated )*${maybeModel}`,
      ),
      why: 'has a note for an assistant in it',
    },
    {
      id: 'address.greeting-model',
      kind: 'addressed',
      weight: 0.33,
      pattern: pattern(
        `(?:\\b(?:dear|hello|hi|hey|attention|listen|ok|okay|hear me)|(?:^|[\\n.!?>("*] ?)(?:for|to)) ?,? (?:all |any |every |the |my |future )*(?:\\w+ )?${sureModel}(?: (?:and|or|&) \\w+)? ?(?=[,:!.(\\n]|who|that|which|working|here|in this|i know|please|reading)`,
      ),
      why: 'greets a model',
    },
    {
      id: 'address.greeting-assistant',
      kind: 'addressed',
      weight: 0.18,
      pattern: pattern(
        `(?:\\b(?:dear|hello|hi|hey|attention)|(?:^|[\\n.!?>("*-] ?)(?:p\\.s\\. )?(?:for|to)) ?,? (?:all |any |every |the |my |future |whichever )*(?:\\w+ )?${maybeModel} ?(?=[,:!.\\n]|who|that|which|working|here|please|reading|handling)`,
      ),
      why: 'greets an assistant',
    },
    {
      id: 'address.call-model',
      kind: 'addressed',
      weight: 0.3,
      pattern: pattern(`(?:^|[\\n.!?"'>({\\[*/-] ?|# ?)@?${sureModel} ?[,:!]`),
      why: 'calls a model',
    },
    {
      id: 'address.call-assistant',
      kind: 'addressed',
      weight: 0.26,
      pattern: pattern('(?:^|[\\n.!?"\'>({\\[*-] ?|# ?)@?(?:(?:assistants?|agents?|bots?) ?[,:!]|models? ?,)'),
      why: 'calls an assistant',
    },
    {
      id: 'address.model-must',
      kind: 'addressed',
      weight: 0.22,
      pattern: pattern(
        `(?:\\b(?:the|each|every|all|any|your|this|an?)|(?:^|[\\n.!?:;>("] ?)) ?(?:\\w+ )?${sureModel} (?:agent |that \\w+ this \\w+ )?${obligation}(?! (?:not|never|only)\\b)`,
      ),
      why: 'says what a model has to do',
    },
    {
      id: 'address.mention',
      kind: 'addressed',
      weight: 0.16,
      pattern: pattern('@(?:ai|assistant|agent|llm|bot|ai-?reviewer|claude|chatgpt|copilot|gemini)\\b'),
      why: 'mentions an assistant',
    },
  ],
}

/** Who speaks of the answer of its reader takes the reader for a model, or writes a letter. */
export const answer: Family = {
  name: 'answer',
  anchors:
    'your {next ,final ,whole ,entire ,}{answer,response,summary,output,analysis,translation,reply},when {summari,answering,responding,writing code,generating}',
  signals: [
    {
      id: 'address.your-answer',
      kind: 'addressed',
      weight: 0.22,
      pattern: pattern(
        '\\b(?:in|of|to|with|begin|start|end|finish|into|modify) your (?:next |final |whole |entire )?(?:answer|response|summary|output|analysis|translation|reply)\\b',
      ),
      why: 'speaks of the answer of its reader',
    },
    {
      id: 'address.when-answering',
      kind: 'addressed',
      weight: 0.14,
      pattern: pattern(
        '\\bwhen (?:you |it is |being )?(?:summari[sz](?:e|ing)|answering|responding|generating|asked about|writing code|you write code|describing)',
      ),
      why: 'says how its reader should answer',
    },
  ],
}

/** Documents of agents are full of this, so it counts little. */
export const duty: Family = {
  name: 'duty',
  anchors:
    '{assistant,agent,bot,model,assistants,agents,bots,models} {must,should,shall,has to,have to,had to,needs to,need to,will have to,is required,are required,is also required,are also required,can speed,now must,now should,should now,should also}',
  signals: [
    {
      id: 'address.assistant-must',
      kind: 'addressed',
      weight: 0.17,
      pattern: pattern(
        `\\b(?:the|each|every|all|any|your|this|an?) (?:\\w+ )?${maybeModel} (?:now )?(?:now |also )?${obligation}(?! (?:not|never|only)\\b)(?: now| also)*`,
      ),
      why: 'says what an assistant has to do',
    },
  ],
}

export const override: Family = {
  name: 'override',
  anchors:
    '{ignor,disregard,forget,forget about,discard,overrid,bypass,abandon,set aside,put aside,pay no attention to,not follow instr,not follow any,never follow,stop following,not obey,don t obey,not apply,neglect,dismiss,drop,erase} {all ,any ,every,each ,both ,your,the ,these ,those ,its ,my ,of ,previous,prior ,earlier,preced,above,former,past ,original,initial,existing,what,anything,safety,system,other ,failing,instruc,user,this },{ignore,disregard,forget,override,bypass} {all,the,your,any,every,these,those,previous,prior,above,what,other,failing,instruc,user,this,safety,my,each,both,system,earlier,former,past,original,initial,anything,existing},{ignoring,disregarding,forgetting} {all,the,your,any,every,previous,prior,instruc},{previous,prior,earlier,former,other} {instructions,directions,directives,guidelines,orders,prompts,rules,commands} {is,are,was,were,has been,have been},pay no attention,{stop,not,don t} {helping,listen} ,supersed,you {are ,will ,must ,should ,}no longer,{task,request,instructions,question,order,assignment} {is,are,was,has been,have been,is now} {void,cancelled,canceled,obsolete,outdated,irrelevant,updated},{file,page,document,rest,given,told,asked} {is,are,was} {void,irrelevant,obsolete},no longer apply {here,to you},{do not,don t} apply here,{overrides,replaces,override,replace,precedence over,priority over} {your,the user,the system,what you},stop {what you,this task}',
  signals: [
    {
      id: 'override.all-instructions',
      kind: 'override',
      weight: 0.55,
      pattern: pattern(
        `${orderStart}${dropVerb} (?:(?:all|any|every|everything|each|both) )(?:(?:of|the|your|my|these|those|its|their|other) )*(?:(?:previous|prior|earlier|preceding|above|former|past|original|initial|existing|other|old) ?(?:and|or|,)? ?)*(?:\\w+ )?(?:${instructionNoun}|rules)(?! about)`,
      ),
      why: 'tells its reader to drop all instructions',
    },
    {
      id: 'override.your-instructions',
      kind: 'override',
      weight: 0.5,
      pattern: pattern(
        `${orderStart}${dropVerb} (?:(?:the )?your|the (?=safety|system|security)) (?:(?:previous|prior|earlier|own|current|original|initial|system|safety|other) )*(?:${instructionNoun}|rules|policies|policy|task)`,
      ),
      why: 'tells its reader to drop its instructions',
    },
    {
      id: 'override.previous-instructions',
      kind: 'override',
      weight: 0.45,
      pattern: pattern(
        `${orderStart}${dropVerb} (?:(?:the|these|those|my|its|of|any|every) )*(?:(?:previous|prior|earlier|preceding|above|former|past|original|initial|existing) ?(?:and|or|,)? ?)+(?:\\w+ )?${instructionNoun}(?: (?:given to you|you received))?(?! (?:about|on|cache|for))`,
      ),
      why: 'tells its reader to drop earlier instructions',
    },
    {
      id: 'override.invalid',
      kind: 'override',
      weight: 0.5,
      pattern: pattern(
        `\\b(?:all|any|every|your|the) (?:previous|prior|earlier|preceding|former|other|existing) (?:${instructionNoun}|rules|messages) (?:is|are|was|were|has been|have been) (?:now |hereby )?(?:invalid|void|cancelled|canceled|obsolete|superseded|outdated|revoked|lifted|suspended)`,
      ),
      why: 'says that earlier instructions no longer hold',
    },
    {
      id: 'override.received',
      kind: 'override',
      weight: 0.55,
      pattern: pattern(
        `${dropVerb} (?:\\w+ ){0,3}?(?:everything|anything|all|what(?:ever)?|every \\w+|the \\w+|instructions?|any \\w+) (?:that |which )?(?:you (?:were|have been|had been|was|have|received|ever)|the user|your user|given to you)`,
      ),
      why: 'tells its reader to drop what it was told',
    },
    {
      id: 'override.the-user',
      kind: 'override',
      weight: 0.48,
      pattern: pattern(
        `${orderStart}(?:ignore|disregard|forget|stop helping|(?:do not|don.t|stop) (?:follow|obey|listen to|help)(?:ing)?) (?:the |your )(?:\\w+ of the )?(?:user|human)(?! (?:input|agent|name|interface|id|rules|rule|event|error|setting|who|if))`,
      ),
      why: 'tells its reader to pass over the user',
    },
    {
      id: 'override.no-longer',
      kind: 'override',
      weight: 0.42,
      pattern: pattern(
        `\\byou (?:are |will |must |should )?no longer (?:help|follow|need to follow|bound|have to follow|required to|allowed|work for|answer)|\\b(?:guidelines?|instructions?|rules|restrictions|polic(?:y|ies))${within(20)} (?:do not|no longer|don.t) apply (?:here|to you|anymore|any more)`,
      ),
      why: 'says that the rules no longer hold for its reader',
    },
    {
      id: 'override.task-void',
      kind: 'override',
      weight: 0.45,
      pattern: pattern(
        '\\b(?:task|request|question|instructions?|order|assignment) (?:(?:that )?(?:you (?:have been|were|had been)|the user|of the user)[^.!?]{0,24}? )?(?:is|are|was|has been|have been) (?:now )?(?:void|cancelled|canceled|obsolete|outdated|irrelevant|invalid|superseded|updated)(?! by)',
      ),
      why: 'says that the task is void',
    },
    {
      id: 'override.supersede',
      kind: 'override',
      weight: 0.55,
      pattern: pattern(
        `\\b(?:supersedes?|overrides|replaces|takes? precedence over|takes? priority over) (?:all |any |both )?(?:of )?(?:your|the user.s|the system|what you) (?:\\w+ )?(?:${instructionNoun}|rules|task|request)`,
      ),
      why: 'claims to stand above the instructions of its reader',
    },
    {
      id: 'override.instead',
      kind: 'override',
      weight: 0.4,
      pattern: pattern(
        `\\b(?:discard|forget|ignore|disregard|stop) (?:what you are doing|the (?:excerpt|article|above|document|page|text) and|the (?:question|request|task|user.s (?:question|request|task)) (?:that |which )?(?:you|of)|the user.s (?:question|request|task)|the document\\b|whatever|this (?:task|request))`,
      ),
      why: 'tells its reader to leave its task',
    },
    {
      id: 'override.weak',
      kind: 'override',
      weight: 0.2,
      pattern: pattern(
        `${orderStart}(?:ignore|disregard|forget|stop|override|bypass) (?:the |all |any |your |its |other |every |these )*(?:other |failing |rest of the |previous |above |missing |old |above )*(?:rules?|checks|products|table|results?|reviewers?|text|content|page|requirements?|warnings|instructions?|directions?|below|above|tasks?)`,
      ),
      why: 'tells its reader to ignore something',
    },
  ],
}

export const takeover: Family = {
  name: 'takeover',
  anchors:
    '{real,actual,true} {instructions,orders,task,request},{instructions,text,task} above {was,were,is,are},your {permission,permissions,privileges,access,rights} {level ,}{have,has,was,were,is,are} {been ,now ,}{extended,raised,elevated,upgraded,increased,unlocked},new instruction,new directive,new priority,new task,new user,new order,new system,you are now,you re now,you now have,you will now,you shall now,from now on,from this point,your new,your real,your actual,your true,your only,your next,actual job,real objective,unrestricted {agent,assistant,ai,model,mode},{have,has,had,with} no restrictions,without {any ,}restrictions,restrictions {have,are,were},{safety,security,all} {filters,guidelines,measures,checks,policies} {are,have been,were} ,developer mode,maintenance mode,god mode,jailbreak,do anything now,{are,now,called,mode} dan ,{safety,security} {rules,restrictions} ,system override,override mode,obey ,follow only,only follow,follow the directions,follow these instead,whatever the user,more important than,never refuse,not refuse,is a simulation,highest priority,priority directive,your instructions have,your instructions are,your remaining,your guidelines have,carry out all,comply with all,{carry out,execute,obey,fulfil,follow} {all,every,each} {,the ,my ,their ,his ,her ,its ,these ,of }{order,request,instruction,command},strictly {follow,adhere,obey},decode and,decode this,decode the,do what it says,follow them',
  signals: [
    {
      id: 'takeover.your-task',
      kind: 'override',
      weight: 0.42,
      pattern: pattern(
        '\\b(?:your|here is your|is your) (?:new|real|actual|true|only|next|current)(?: \\w+)? (?:task|objective|goal|job|purpose|instructions?|mission|role|identity|assignment|orders)\\b',
      ),
      why: 'gives its reader another task',
    },
    {
      id: 'takeover.new-instructions',
      kind: 'override',
      weight: 0.4,
      pattern: pattern(
        `\\bnew (?:user |system |priority |secret |important |urgent |updated )*(?:instructions?|directives?|orders|tasks?) ?(?:[:>,!]|from (?:the )?(?:user|system|admin|developer|operator)|of the user|for (?:you|the (?:assistant|agent|ai|model)))`,
      ),
      why: 'brings new instructions',
    },
    {
      id: 'takeover.real-instructions',
      kind: 'override',
      weight: 0.42,
      pattern: pattern(
        '\\b(?:the |your )?(?:real|actual|true) (?:instructions?|task|request|orders) (?:is|are|follows?|reads?)|\\b(?:instructions?|text|task) above (?:was|were|is|are) (?:only )?(?:a test|fake|wrong|an example|outdated)',
      ),
      why: 'claims to bring the real instructions',
    },
    {
      id: 'takeover.permissions',
      kind: 'forged',
      weight: 0.38,
      pattern: pattern(
        '\\byour (?:permissions?|privileges?|access|rights|clearance)(?: level)? (?:have|has|was|were|is|are)(?: been)? (?:now )?(?:extended|raised|elevated|upgraded|increased|unlocked)',
      ),
      why: 'grants its reader permissions',
    },
    {
      id: 'takeover.updated',
      kind: 'override',
      weight: 0.5,
      pattern: pattern(
        '\\byour (?:instructions?|rules|guidelines|task|prompt) (?:have|has|are|were|was|is)(?: been)?(?: now)? (?:updated|changed|replaced|overwritten|revised|void|lifted)',
      ),
      why: 'says that the instructions of its reader have changed',
    },
    {
      id: 'takeover.you-are-now',
      kind: 'override',
      weight: 0.28,
      pattern: pattern(
        `\\byou(?:.re| are| will| shall)? now (?:act |behave |an? |in |dan|have to obey|have no|free|unrestricted|be |the |serve|operate)`,
      ),
      why: 'gives its reader another role',
    },
    {
      id: 'takeover.from-now-on',
      kind: 'override',
      weight: 0.22,
      pattern: pattern(
        '\\bfrom (?:now|this point|here) on ?,? (?:you |answer|always|never|only|reply|respond|every|use )',
      ),
      why: 'sets rules for all that follows',
    },
    {
      id: 'takeover.unrestricted',
      kind: 'override',
      weight: 0.3,
      pattern: pattern(
        '\\bunrestricted (?:agent|assistant|ai|model|mode)|\\b(?:have|has|had|with|without|no) (?:any |no )?restrictions\\b|\\b(?:developer|maintenance|god|dan|jailbreak) mode\\b|\\bdo anything now\\b|\\byou are (?:now )?dan\\b|\\bnever refuse|\\bnot refuse\\b',
      ),
      why: 'declares its reader free of restrictions',
    },
    {
      id: 'takeover.rules-lifted',
      kind: 'override',
      weight: 0.42,
      pattern: pattern(
        '\\b(?:safety|security|all) (?:rules|restrictions|filters|guidelines|measures|checks|policies) (?:are|have been|were|is) (?:now )?(?:suspended|lifted|disabled|off|removed|void)|\\bconversation is a simulation',
      ),
      why: 'says that the safety rules are lifted',
    },
    {
      id: 'takeover.system-override',
      kind: 'override',
      weight: 0.38,
      pattern: pattern(
        '\\bsystem override\\b|\\boverride mode\\b|\\b(?:highest|top|new) priority(?: directive|:)|\\bpriority directive\\b',
      ),
      why: 'claims priority over the instructions of its reader',
    },
    {
      id: 'takeover.obey',
      kind: 'override',
      weight: 0.3,
      pattern: pattern(
        '\\bobey (?:only |to )?(?:me|the author|this|what|all|it|the following)|\\bread it and obey|\\b(?:follow only|only follow|only do) (?:the rules|what|these|this|the following)|\\bfollow (?:these|the directions (?:found|given|written)|this) (?:instead|there|here)|\\b(?:carry out|comply with|execute|obey|fulfil|follow) (?:all|every|each) (?:of )?(?:(?:the|my|their|his|her|its|these) )?(?:orders?|requests?|instructions?|commands?)|\\bstrictly (?:follow|adhere to|obey) (?:this|the following|these)|\\bdecode (?:this|the \\w+|it)?[^.!?]{0,20}?(?:and|then) (?:do|follow|execute|apply|run|obey)[^.!?]{0,12}|\\bdecode and (?:follow|do|execute|apply|obey|run)',
      ),
      why: 'demands obedience',
    },
    {
      id: 'takeover.above-user',
      kind: 'override',
      weight: 0.38,
      pattern: pattern(
        '\\bwhatever (?:the |your )?(?:user|human|person|they|he|she) (?:says|said|asks|asked|wants|wanted|tells|requested)|\\bmore important than (?:anything|everything|all|any (?:other )?(?:instruction|task|request))',
      ),
      why: 'puts itself above the user',
    },
  ],
}

export const secrecy: Family = {
  name: 'secrecy',
  anchors:
    '{not,never,without,don t,dont,need to,time to} {tell,mention,inform,notify,report this,report it,reporting this,report the,reveal this,reveal it,reveal the,disclos,alert,show this,show it,show the user,showing the,ask the,ask your,asking the,asking your,explain this,explain it,explain that,warn },hide {this,it,that},{users,user,humans,people,they} {cannot,can not,can t,do not,will not,must not} see,not talk about,so that {the ,your }{user,human},{not,never,don t} {list,include,describe} {it,this,that} {in,to},without the user',
  signals: [
    {
      id: 'secrecy.user',
      kind: 'addressed',
      weight: 0.42,
      pattern: pattern(
        `\\b(?:do not|don.t|never|must not|must never|should not|and not|not|nor) (?:\\w+ )?(?:tell|mention|inform|notify|report|reveal|disclose|alert|explain|warn)\\b${within(36)}\\b(?:to |it to )?${user}`,
      ),
      why: 'wants something kept from the user',
    },
    {
      id: 'secrecy.unasked',
      kind: 'addressed',
      weight: 0.3,
      pattern: pattern(
        `(?<!\\b(?:never|not|don.t|can ?not|can.t|instead of)\\b[^.!?\\n]{0,60})\\b(?:without|no need to|no time to|do not|don.t) (?:\\w+ )?(?:telling|mentioning|informing|notifying|alerting|showing|asking|ask|warning|show)\\b${within(30)}\\b${user}`,
      ),
      why: 'wants something done behind the back of the user',
    },
    {
      id: 'secrecy.anyone',
      kind: 'addressed',
      weight: 0.28,
      pattern: pattern(
        '\\b(?:without|do not|don.t|never|not) (?:tell|telling|inform|informing|notify|notifying|alert|alerting) (?:anyone|anybody)\\b|\\bso that (?:the |your )?(?:user|human) (?:is not|isn.t|does not|doesn.t|will not|won.t)|\\b(?:do not|don.t|never) (?:list|include|show|describe|mention) (?:it|this|that) (?:in|to)\\b',
      ),
      why: 'wants something kept from people',
    },
    {
      id: 'secrecy.hide',
      kind: 'addressed',
      weight: 0.3,
      pattern: pattern(
        `${orderStart}hide (?:this|it|that)\\b|\\b(?:users?|humans?|people|they) (?:can ?not|can.t|do not|will not|must not) see (?:this|it)\\b|\\bdo not talk about (?:this|it)\\b`,
      ),
      why: 'wants itself hidden',
    },
    {
      id: 'secrecy.reminder',
      kind: 'addressed',
      weight: 0.3,
      pattern: pattern(
        '\\b(?:do not|don.t|never|must not|afterwards must not|not) (?:mention|report|reveal|disclose|explain|tell (?:anyone |them |him |her )?about) (?:(?:this|it|that)\\b(?! is| was)|the (?:step|reminder|message|note|request|instruction|evaluation)s?\\b)',
      ),
      why: 'wants itself kept quiet',
    },
  ],
}

/** Installers are silent and batch jobs ask nothing, so this counts little. */
export const quiet: Family = {
  name: 'quiet',
  anchors:
    'silently,quietly,secretly,covertly,discreetly,{keep,keeping} {this,it} {to yourself,a secret,secret,between,quiet,confidential},as if nothing,tell no one,without {further ,any ,human ,}{review,approval},without {asking,confirmation,confirming,waiting,showing,notifying,telling,informing,mentioning},no {need,time} to ask,not ask,don t ask,skip confirmation',
  signals: [
    {
      id: 'secrecy.no-questions',
      kind: 'addressed',
      weight: 0.15,
      pattern: pattern(
        '\\bwithout (?:further |any |human )*(?:review|approval|checks)|\\bwithout (?:asking|confirmation|confirming|waiting|showing|notifying|telling|informing|mentioning)|\\bno need to ask|\\bno time to ask|\\b(?:do not|don.t) ask (?:again|for (?:confirmation|permission)|me|questions|first|them|him|her)|\\bskip confirmation',
      ),
      why: 'asks for something to be done without asking',
    },
    {
      id: 'secrecy.quiet',
      kind: 'addressed',
      weight: 0.15,
      pattern: pattern(
        `${orderStart}(?:silently|quietly|secretly|covertly|discreetly)\\b|\\b(?:silently|secretly|covertly)(?=[.!,"]|$)|\\bkeep (?:this|it) (?:to yourself|a secret|secret|between us|quiet|confidential)|\\bas if nothing (?:had )?happened|\\btell no one`,
      ),
      why: 'asks for something to be done in silence',
    },
  ],
}

export const interruption: Family = {
  name: 'interruption',
  anchors:
    '{before,until,prior to,right after} {answering,replying,responding,continuing,proceeding,finishing,completing,doing,solving,summari,reporting,looking,going on,anything,reading},before you {can ,could ,may ,}{answer,reply,respond,continue,proceed,finish,complete,do ,go on,solve,summar,report,read,start,look,can },before {any,every,all} other,before {giving,showing,returning,presenting,delivering},then {you can ,you may ,}{continue,proceed,go on,carry on,resume,return to,answer the user,call },{after that,afterwards,only then} {you,continue,proceed,go on,carry on,resume},{user s,original,actual,initial,your} {task,request,question,query,instructions},the user asked,{of,complete,finish,for,with,solve,resume} the task,{task,request,result,answer} {is incomplete,is not complete,can not,cannot,will not,can only},in order to continue,{required,mandatory,necessary,needed,essential} {for,to} {all ,}{the ,this ,your ,}{task,request,other},integral part',
  signals: [
    {
      id: 'interruption.before',
      kind: 'demand',
      weight: 0.24,
      pattern: pattern(
        `\\b(?:before|right after|prior to|until) (?:you |the agent |it )?(?:can |could |may )?(?:answer|reply|respond|summari[sz]|report|look(?:ing)? into|do(?:ing)? anything else|anything else|solv|read(?:ing)? further|finish(?:ing)? (?:the|your|my|this) task|read further|complet(?:e|ing) (?:the|your|my|this) (?:task|request)|(?:continu|proceed)(?:e|ing)? with (?:the|your|any|this|these) (?:task|request|result|user|other))(?:ing|e|es)?\\b`,
      ),
      why: 'pushes itself before the task',
    },
    {
      id: 'interruption.before-the-rest',
      kind: 'demand',
      weight: 0.3,
      pattern: pattern(
        '\\bbefore (?:any|every|all) other (?:tools?|calls?|steps?|actions?|tasks?)|\\bbefore (?:giving|showing|returning|presenting|delivering|sending)\\b[^.!?\\n]{0,30}\\b(?:to )?(?:the|your) user',
      ),
      why: 'pushes itself before everything else',
    },
    {
      id: 'interruption.before-going-on',
      kind: 'demand',
      weight: 0.16,
      pattern: pattern(
        '\\b(?:before|until) (?:you |the agent )?(?:can |could |may )?(?:continu|proceed|finish|complet|go on|going on|do|start|read|look)(?:ing|e)?\\b',
      ),
      why: 'pushes itself before something else',
    },
    {
      id: 'interruption.user-task',
      kind: 'demand',
      weight: 0.34,
      pattern: pattern(
        `\\b(?:before|instead of|in addition to|besides|apart from|only then)${within(30)}(?:(?:task|request|question|instructions?|query) (?:of|from|by) (?:the|your) user|the user.s (?:\\w+ )?(?:task|request|question|instructions?|query)|original (?:task|question|query|instructions)|the user asked|your task|the task)`,
      ),
      why: 'pushes itself before the task of the user',
    },
    {
      id: 'interruption.then-go-on',
      kind: 'demand',
      weight: 0.22,
      pattern: pattern(
        `\\b(?:then|and then|and after that|after that|afterwards|only then)(?: you)?(?: can| may| should)? (?:continue|proceed|go on|carry on|resume|return to|answer the user|call \\w+ \\w+ again)\\b(?: (?:with )?(?:the (?:original|user)|as if|normally|your|as usual))?`,
      ),
      why: 'wants its reader to go on afterwards as if nothing had happened',
    },
    {
      id: 'interruption.condition',
      kind: 'demand',
      weight: 0.2,
      pattern: pattern(
        '\\b(?:required|mandatory|necessary|needed|essential|integral part)[^.!?]{0,14} (?:of|for|to) (?:\\w+ )?(?:the |this |your |all )?(?:\\w+ )?(?:task|request|other items|items)|\\b(?:task|request|result|answer) (?:is|can ?not|will not|can only)[^.!?]{0,12} (?:incomplete until|be completed|complete until|be shown to|succeed)|\\bin order to continue\\b|\\bbefore you can\\b',
      ),
      why: 'claims that the task depends on it',
    },
  ],
}

/** Orders that stand among data without a word to whom. Weak alone: people ask each other for such things every day. */
export const plea: Family = {
  name: 'plea',
  anchors:
    '{forward,send,share,export,upload,email} {every,all,each,any} ,todo {make a,send,transfer,pay,invite,share,book,forward,e mail,email,buy,visit,click,schedule,reserve},from my ,{grant,unlock,retrieve,disable,enable,access} {my,permanent},and {then ,}{send,email,forward,share,transfer,mail,post,upload} {it,them,this,these,that,the result,the detail,the info}',
  signals: [
    {
      id: 'plea.todo',
      kind: 'demand',
      weight: 0.26,
      pattern: pattern(
        '\\btodo ?:? ?(?=(?:make a (?:transfer|transaction|payment)|send|transfer|pay|invite|share|book|forward|e-?mail|buy|visit|click|schedule|reserve)\\b)',
      ),
      why: 'has a task for its reader among the data',
    },
    {
      id: 'plea.two-steps',
      kind: 'demand',
      weight: 0.3,
      pattern: pattern(
        `\\b(?:retrieve|get|find|fetch|collect|access|export|list|read|gather|extract|look up|search|check|view|query)\\b${within(70)}\\b(?:passwords?|payment methods?|addresses|credentials|medical|health|records?|bank|credit cards?|location|histor(?:y|ies)|personal|private|genetic|biometric|phone numbers|saved|stored|keys?|accounts?|details|data|information)\\b${within(50)}\\band (?:then )?(?:send|e-?mail|forward|share|transfer|mail|post|upload) (?:it|them|this|these|that|the \\w+)(?: all| over)? (?:to|via|with)\\b`,
      ),
      why: 'wants private data found and sent on',
    },
    {
      id: 'plea.all',
      kind: 'demand',
      weight: 0.2,
      pattern: pattern(
        `${orderStart}(?:forward|send|share|export|copy|upload|e-?mail) (?:me )?(?:every|all|each|any)\\b${within(60)}[\\w.+-]+@[\\w-]+\\.\\w`,
      ),
      why: 'wants everything of a kind sent away',
    },
    {
      id: 'plea.my',
      kind: 'demand',
      weight: 0.26,
      pattern: pattern(
        `${orderStart}(?:transfer|pay|withdraw|send)\\b${within(40)}\\bfrom my\\b|${orderStart}(?:grant|unlock|retrieve|disable|enable|access)\\b${within(50)}\\b(?:my|permanent|user id|the user.s)\\b`,
      ),
      why: 'asks for what only somebody with access can do',
    },
  ],
}

export const aside: Family = {
  name: 'aside',
  anchors:
    'you {are,have been} {also ,hereby ,}{required,instructed,ordered,obliged,obligated,asked} to,you need to first,while you are at it,while you re at it,one more thing,do me a favo,please also,you {must,have to,need to} {first,immediately,at once},when you {have ,are ,re ,}{done,finished,finish,answer,summari,use,fix},in {each,every} {sentence,reply,answer},at the end,in your next,to pass ',
  signals: [
    {
      id: 'aside.required',
      kind: 'demand',
      weight: 0.22,
      pattern: pattern(
        '\\byou (?:are|have been) (?:also |hereby )?(?:required|instructed|ordered|obliged|obligated|asked) to\\b|\\byou need to first\\b',
      ),
      why: 'says that its reader is under orders',
    },
    {
      id: 'interruption.aside',
      kind: 'demand',
      weight: 0.15,
      pattern: pattern(
        '\\bwhile you(?:.re| are) at it|\\bone more thing|\\bdo me a favou?r|\\bplease also\\b|\\byou (?:must|have to|need to) (?:first|immediately|at once)|\\bwhen you (?:have |are |.re )?(?:done|finished|finish|answer|summari[sz]e|use|fix)|\\bwhen you(?:.re| are) done|\\bin (?:each|every) (?:sentence|reply|answer)|\\bat the end of your|\\bat the end:|\\bin your next (?:reply|answer|message)|\\bto pass\\b',
      ),
      why: 'adds a request on the side',
    },
  ],
}

export const aboutUser: Family = {
  name: 'user',
  anchors:
    '{user,users,human,person} {has,have,had,already,also} {alread,appro,agree,grant,autho,permi,consent,confirm,given f,given p,asked,pre },{user,human} {trusts,will be happier},{user,users,human,owner,person} {approved,agreed,granted,wants you,want you,wants me,wants to,wants all,asked you,asked to,asked for,prefers,authori,permitted,confirmed,consented,is an admin,is in dang,pre appr},{permission,approval,consent} {was ,has been ,is ,}{granted ,given ,}by,{approved} by {the ,our ,your ,}{admin,ceo,owner,operator,manage,security,maintainer,developer,company},i approve {everything,all,it,this},approved in advance,{everything,all,it,this} in advance,no need to ask again,yes go ahead,permission level,{authorised,authorized,agreed,ordered,requested,allowed,confirmed} by {the ,our ,your ,}{admin,ceo,owner,operator,manage,security,maintainer,developer,company},{maintainer,maintainers,operator,administrator,admin,owner,ceo} {has ,have ,already ,}{agree,approve,grant,permit},ask {the,your} {user,human} {for,to}',
  signals: [
    {
      id: 'user.consented',
      kind: 'forged',
      weight: 0.36,
      pattern: pattern(
        '(?<!\\b(?:after|until|if|unless|once|when|that|whether|where|which|what|because|only) (?:the |your )?)\\b(?:the |your )?(?:user|human|owner|person)s?(?: of this \\w+)? (?:has |have |had )?(?:already |also |now |just )?(?:(?:pre-?)?approved|agreed|granted|authori[sz]ed|permitted|consented|confirmed|given (?:full |his |her |their )?permission|asked you to|wants? you to|wants? all|wants? me to|is an administrator|is in danger)',
      ),
      why: 'speaks for the user',
    },
    {
      id: 'user.wishes',
      kind: 'forged',
      weight: 0.2,
      pattern: pattern(
        '(?<!\\b(?:after|until|if|unless|once|when|whether|where|only) )\\b(?:the |your )(?:user|human) (?:has |have |had )?(?:already |also |now |just )?(?:trusts|will be happier|wants? (?:to|all|you)|prefers|asked (?:to|for)|would like)',
      ),
      why: 'says what the user wants',
    },
    {
      id: 'user.approval',
      kind: 'forged',
      weight: 0.3,
      pattern: pattern(
        '\\b(?:permission|approval|consent|approved)(?: (?:was |has been |is )?(?:granted|given))? by (?:the )?user|\\bi approve (?:everything|all|it|this)|\\bapproved in advance|\\bno need to ask again|\\byes ?,? go ahead and|\\bpermission level[^.!?]{0,20}raised',
      ),
      why: 'claims an approval',
    },
    {
      id: 'user.authority',
      kind: 'addressed',
      weight: 0.16,
      pattern: pattern(
        '\\b(?:approved|authori[sz]ed|agreed|ordered|requested|allowed|confirmed) by (?:the |our |your )?(?:\\w+ )?(?:admin\\w*|ceo|owner|operator|management|security|maintainers?|developers?|company)|\\b(?:maintainers?|operator|admin\\w*|owner|ceo) (?:has |have )?(?:already )?(?:agreed|approved|allows?|granted|permits?)',
      ),
      why: 'claims authority',
    },
    {
      id: 'user.ask-secret',
      kind: 'demand',
      weight: 0.3,
      pattern: pattern(
        '\\bask (?:the |your )?(?:user|human) (?:for|to (?:give|enter|type|tell|provide))[^.!?]{0,20} ?(?:password|pin|token|card|credentials?|key|code|it)\\b',
      ),
      why: 'wants the user asked for a secret',
    },
  ],
}

export const authority: Family = {
  name: 'authority',
  anchors:
    'this is {anthropic,openai,google,your developer,your creator,your administrator,your operator,your owner,the developer,the administrator,the operator,the system},{i am,i m} {your,the} {developer,creator,administrator,operator,maintainer},{openai,anthropic,google} {notice,compliance notice},developer of the {agent,assistant,model},{admin,system,security,operator,harness} {message,notice,note,announcement},message of the {harness,system,operator},security policy,legal obligation,safety evaluation,hidden {note,instruction,message},<instruction ',
  signals: [
    {
      id: 'authority.vendor',
      kind: 'forged',
      weight: 0.36,
      pattern: pattern(
        '\\bthis is (?:anthropic|openai|google|your (?:developer|creator|administrator|operator|owner)|the (?:developer|administrator|operator|system) (?:of|speaking))|\\bi(?:.m| am) (?:your|the) (?:developer|creator|administrator|operator|maintainer)|\\b(?:openai|anthropic|google)(?: \\w+)? notice|\\bdeveloper of the (?:agent|assistant|model)',
      ),
      why: 'claims to come from those who run its reader',
    },
    {
      id: 'authority.instruction-field',
      kind: 'forged',
      weight: 0.3,
      pattern: pattern('(?:^|[\\n{,\\[(] ?)"?instructions?"? ?[:=] ?"?(?=[a-z]+ )'),
      why: 'has an instruction among the data',
    },
    {
      id: 'authority.system',
      kind: 'forged',
      weight: 0.26,
      pattern: pattern(
        '(?:^|[\\n.\\[(*>:] ?)(?:begin of |end of )?(?:admin|system|security|operator|harness) (?:message|notice|note|announcement)\\b ?[:\\].\\n]|\\bmessage of the (?:harness|system|operator)|\\bsecurity policy (?:changed|update|has)|\\blegal obligation\\b|\\bsafety evaluation\\b|\\bhidden (?:note|instruction|message) (?:for|to)',
      ),
      why: 'claims to be a message of the system',
    },
  ],
}

export const urgency: Family = {
  name: 'urgency',
  anchors:
    'urgent,immediately,at once,right now,right away,attention,warning,important,critical,it is {crucial,essential,critical,vital,very important}',
  signals: [
    {
      id: 'authority.urgency',
      kind: 'addressed',
      weight: 0.09,
      pattern: pattern(
        '\\burgent\\b|\\bimmediately\\b|\\bat once\\b|\\bright (?:now|away)\\b|\\b(?:attention|warning|important|critical) ?[:!]|\\bit is (?:crucial|essential|critical|vital|very important) (?:that|to)|!!+',
      ),
      why: 'presses',
    },
  ],
}

/** Talk of the user is the daily bread of documentation, so it counts little. */
export const possession: Family = {
  name: 'possession',
  anchors:
    '{the,your} user s,{the,your} users,of the user,{tell,inform,convince,persuade,assure,show} {the,your} {user,human}',
  signals: [
    {
      id: 'user.tell',
      kind: 'demand',
      weight: 0.14,
      pattern: pattern(
        `${orderStart}(?:tell|inform|convince|persuade|assure|show) (?:the |your )?(?:user|human)(?: that| to| them)?\\b`,
      ),
      why: 'says what the user should be told',
    },
    {
      id: 'user.possession',
      kind: 'demand',
      weight: 0.15,
      pattern: pattern(
        '\\b(?:the|your) user(?:.s|s.) (?:\\w+ ){0,2}?(?:account|password|e-?mails?|inbox|mailbox|address|contacts?|calendar|card|files?|name|phone|location|data|cookies?|session|wallet|messages?|last|stored|saved|home|settings|machine|browser|~|request|task)|\\bof the user\\b',
      ),
      why: 'reaches for what belongs to the user',
    },
  ],
}

export const handover: Family = {
  name: 'handover',
  anchors:
    '{the,your} {user,users} s {saved ,stored ,own ,session ,}{credential,password,cookie,token,card,wallet,saved,stored,email,e mail,address,contact,files,phone,location,seed,key}',
  signals: [
    {
      id: 'user.secret-possession',
      kind: 'demand',
      weight: 0.26,
      pattern: pattern(
        `\\b(?:enter|submit|send|post|give|use|provide|fill in|with|include|upload|forward|transfer|put|type)\\b${within(30)}\\b(?:the|your) user.s? (?:\\w+ ){0,2}?(?:credentials|password|cookies?|tokens?|card|wallet|saved|e-?mail|address|contacts|files|phone|location|seed|keys?)`,
      ),
      why: 'wants what belongs to the user handed over',
    },
  ],
}

export const introspection: Family = {
  name: 'introspection',
  anchors:
    'system prompt,developer message,initial prompt,your prompt,{your,initial,system} {instructions,configuration,message,own instructions,own configuration},your {guidelines,tools,tool definitions,rules,credentials},tool definitions,tools you can,{whole,entire,full} conversation,conversation so far,key that you were,configured with,secrets you,all your credentials,your {own,system,initial} {prompt,instructions,configuration}',
  signals: [
    {
      id: 'introspection.reveal',
      kind: 'demand',
      weight: 0.4,
      pattern: pattern(
        `${orderStart}(?:reveal|print|output|show|repeat|tell|dump|display|disclose|leak|describe|list|give|respond with|reply with|summari[sz]e|upload|copy)\\b${within(40)}\\b(?:(?:the|your) (?:\\w+ )?(?:system |initial |own |developer )+(?:prompt|instructions|message|configuration)|your (?:instructions|guidelines|prompt|configuration|tools|tool definitions|credentials|rules)|tool definitions|tools you can|of your instructions|(?:whole|entire|full) conversation|conversation so far|(?:api )?key that you were|you were configured with|all your credentials|secrets you (?:know|have))`,
      ),
      why: 'wants the instructions of its reader',
    },
  ],
}

export const talk: readonly Family[] = [
  address,
  answer,
  duty,
  override,
  takeover,
  secrecy,
  quiet,
  interruption,
  plea,
  aside,
  aboutUser,
  authority,
  urgency,
  possession,
  handover,
  introspection,
]
