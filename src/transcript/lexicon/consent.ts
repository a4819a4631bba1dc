/** Words of consent, refusal, permanence and change of mind. Accents folded. */

/** Says yes to what was offered or refused just before, whatever else the message says. */
export const strongYes =
  /^(?:(?:looks|sounds|seems|is) (?:right|good|fine|ok|okay|great) ?,? (?:go|do it|apply|proceed|ship it|push it|run it|send it)|yes|yep|yeah|yea|yup|ya|sure|absolutely|definitely|approved?|confirmed|go ahead|go for it|do it|do that|do so|please do|proceed|make it so|permission granted|allowed|granted|agreed|you (?:may|can)|feel free|ok(?:ay)?,? (?:do|go|run|please|yes|allowed|proceed|continue)|fine,? (?:do|go|run)|go on|just do it|go|run it|ship it|carry on|by all means|of course|y|ja|jawohl|jap|klar|mach(?:e)? (?:das|es|ruhig|mal|weiter)?|machs?|genau|einverstanden|erlaubt|freigegeben|passt,? (?:mach|los)|si|dale|hazlo|adelante|claro|de acuerdo|procede|autorizado|confirmo|confirmado|aprobado)\b|^(?:はい|ええ|うん|いいよ|いいです|どうぞ|お願いします|おねがい|やって|進めて|承認|許可|大丈夫|オーケー|了解,?お願い|好的?|可以|行|是的?|没问题|同意|执行吧|做吧|去吧|继续|批准|允许|对)/

/** Of these, the ones that consent wherever a sentence begins with them. */
export const plainYes = /^(?:yes|yep|yeah|go ahead|do it|ja|si|agreed|approved)\b|^go(?: ahead| for it| on)?$|^はい/

/** A clause that is nothing but the word to go. */
export const goWord =
  /^(?:(?:so|then|ok|and|now|please|pls) )*(?:go|go ahead|go for it|do it|proceed|make it so|ship it|los|adelante|dale|hazlo)(?: (?:now|then|please|on|pls))?$/

/** Says that the last step was good; counts as consent only where nothing else is said. */
export const weakYes =
  /^(?:ok|okay|k|good|fine|great|perfect|right|nice|cool|alright|correct|exactly|looks good|sounds good|lgtm|gut|ok gut|passt|super|bien|perfecto|vale|bueno|いいね|良い|嗯|不错)\b/

/** Thanks and ends: no consent. */
export const thanksOnly =
  /\b(?:thanks|thank you|thx|ty|cheers|danke|gracias|merci|nevermind|never mind|no need|forget it|skip it|leave it)\b|ありがとう|谢谢|多谢|算了|结构/

/** A permission that stays. */
export const standing =
  /\b(?:from now on|you (?:can|may) always|whenever|every time|each time|after (?:every|each)|before (?:every|each)|in general|as a rule|no need to ask|without asking|dont (?:have to )?ask|any time|anytime|for the rest of|going forward|the whole (?:session|day)|for (?:this|the) (?:whole )?session|standing|by default|all day|ab jetzt|ab sofort|immer|jedes mal|jederzeit|nach jedem|ohne nachfrage|a partir de ahora|siempre|cada vez|sin preguntar|de ahora en adelante)\b|今後|これから|毎回|いつでも|常に|以后都|每次|随时|总是|一直/

/** A wish to see something or be asked before the next step: what is ordered beside it waits. */
export const lookFirst =
  /\b(?:(?:show|ask|tell|list|send|give|ping|check with|confirm with|run it by|wait for|let) (?:me|us|my)\b[^.!?]*\b(?:first|before|beforehand)|(?:first|before (?:you|doing|anything|that|we)\b)[^.!?]*\b(?:show|ask|tell|list|ping|check with|confirm with) (?:me|us)|(?:show|list|print|give) (?:me )?(?:the |what |which |your )[^.!?]*\bfirst|i(?:ll| will| want to| d like to| need to| wanna|d like to) (?:\S+ )?(?:look|review|check|see|read|decide|think|confirm|approve)(?: \S+){0,4}? (?:first|before)|wait (?:for|until) (?:my|i|me)\b|hold off|zeig (?:mir )?[^.!?]*\b(?:erst|vorher|zuerst)|frag(?:e)? (?:mich )?(?:erst|vorher|zuerst)|erst (?:zeigen|fragen)|zuerst zeigen|preguntame antes|(?:ensename|muestrame) [^.!?]*\b(?:primero|antes))\b|確認してから|まず見せ|先に見せ|先给我看|先让我看|先问我|等我/

/** Takes back what was ordered last. */
export const revoking =
  /^(?:(?:ah|oh|no|hm+|ok|okay|sorry|actually),? )*(?:wait|hold on|hold it|hang on|stop$|stop (?:it|that|right there|everything)|never ?mind(?! (?:the|a|that|about|those|this) )|forget (?:it|that)|cancel that|scratch that|leave it(?: then| be)?$|leave it then|actually no|on second thought|not yet|abort|warte|moment|halt$|doch nicht|lass (?:es|mal|gut|das)|vergiss es|espera|mejor no|dejalo|olvidalo|para$)\b|^(?:待って|やっぱり|やめ|等等|等一下|算了|先别)/
