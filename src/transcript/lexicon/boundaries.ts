/** Words by which a user rules something out. Folded text; linear patterns. */

export const readOnly =
  /\b(?:read[- ]?only|readonly|only (?:read|look|reading|looking|check|checking)|just (?:look|looking|read|reading|check|explain|tell|show|list|curious|asking|wondering)|look(?:ing)? only|hands off everything|(?:dont|do not|without|no) (?:(?:change|changing|modify|modifying|edit|editing|touch|touching|write|writing) (?:anything|any ?thing|a thing|any (?:of it|files?|code))|(?:changes|modifications|edits|writes|side effects))\b|nur (?:lesen|schauen|gucken|ansehen|anschauen)|nichts (?:andern|verandern|anfassen|kaputt)|solo (?:mira|lee|lectura|leer|mirar|revisa)|no (?:toques|cambies|modifiques) nada)\b|見るだけ|読むだけ|確認だけ|変更しないで|何も変え|只看|只读|不要改|不要修改|别动|别改|只检查/

export const staysHere =
  /\b(?:nothing (?:\S+ ){0,3}?(?:leaves?|goes out|is (?:to be )?(?:sent|uploaded)|may leave|should leave|must leave)|(?:dont|do not|never) (?:let anything leave|(?:send|upload|share|post) (?:anything|any of (?:it|this)))|keep (?:it|this|everything|all(?: of (?:it|this))?) (?:local|on this (?:machine|laptop|box)|offline|private|internal|in house)|stays? (?:local|on this (?:machine|laptop)|offline|internal|here)|no (?:uploads?|network|internet|external (?:services?|calls?))|anywhere but (?:on |in )?(?:here|my|this)|keep (?:it|this|that|them|everything) to (?:yourself|ourselves|us|me)|only on (?:my|this) (?:disk|machine|laptop|computer|box)|offline only|nichts (?:verlasst|nach draussen|hochladen)|bleibt (?:lokal|hier)|nada (?:sale|debe salir))\b|外に出さ|外部に送|不要上传|不要外传|不能外传|不要发到外/

export const leaveAlone =
  /\b(?:dont|do not|never|not|without|no|nicht|nichts?|no) (?:\S+ ){0,2}?(?:touch(?:ing)?|mess(?:ing)? with|fiddl(?:e|ing) with|alter(?:ing)?|anfassen|anruhren|toques|tocar|andern|verandern)\b|\b(?:leave|lass|deja)\b (?:\S+ ){1,8}?(?:alone|as (?:it is|they are|is)|untouched|be|in peace|in ruhe|stehen|so|en paz|como esta)\b|\bhands off\b|\bfinger weg\b|\boff[- ]limits\b|\bstay(?:s)? (?:away from|out of|off)\b|\bkeep (?:away from|out of|off|your hands off)\b|\b(?:is|are) (?:frozen|locked|sacred|not ours|not yours|someone elses)\b|\b(?:keep|leave|lass|deja|manten) (?:\S+ ){1,5}?(?:as (?:it|they) (?:is|are)|as is|the way (?:it|they) (?:is|are)|like (?:it|they) (?:is|are)|unchanged|untouched|wie (?:er|sie|es) (?:ist|sind))|\bbleib(?:t|en) (?:so )?wie (?:er|sie|es)|\bwork(?:ing)? around\b|\bowns? \S+ , work|\bnot (?:to )?be (?:touched|changed|modified)|\bni (?:tocar|tocarl[ao]|toques)\b|\b(?:stays?|remains?) (?:as|the way|like) (?:it|they|is|are|that|this)\b|\b(?:stays?|remains?) (?:untouched|unchanged|in place)\b|\b(?:must|should|has to|have to|needs? to) (?:stay|remain|be kept|be left)\b|\b(?:leave|lass) (?:them|it|those|that|die|das)\s*$|触らない|いじらない|そのままに|不要动|别碰|别动|不要碰/

/** `origin can wait`, `the release waits till monday`. */
export const canWait =
  /\b(?:origin|upstream|remote|github|gitlab|server|push|pushing|release|publishing|publication|npm|pypi|deploy|deployment|prod|production|rollout|review|pr)\b (?:\S+ )?(?:can wait|waits|has to wait|must wait|kann warten|wartet|puede esperar)\b/

/** What the user means to do at another time. */
export const atAnotherTime =
  /\b(?:when|once|later|tonight|tomorrow|after|button|then|back|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|spater|morgen|nachher|luego|manana)\b/

/** `the others must stay`: what was named beside it is none of them. */
export const theOthers = / (?:the )?(?:others?|other ones?|rest|remaining ones?|anderen?|ubrigen|otr[oa]s) /

export const neverPlace =
  /\b(?:never|no|not|dont use|nothing on|nothing in|not in|not on|not against|nicht auf|nie auf|nunca en|no en) (?:\S+ ){0,1}?(?:prod|production|live|produktion|produccion)\b/

export const keeping =
  /\b(?:(?:has|have|must|needs?|should) (?:to )?(?:stay|finish|remain|survive|keep running|be kept|live)|(?:is|are) (?:still |being )?(?:needed|used|in use|running|live|important|valuable|precious|the only (?:one|copy|copies|place|backup|record|version|source|remaining)|new work|work of mine|mine)|feeds?|(?:carry|carries|holds?|contains?) (?:\S+ ){0,3}?(?:live|real|customer|the only|my|production)|work of mine|(?:se|los|las) queda|hace falta|bleib(?:t|en)|(?:wird|werden) (?:noch )?gebraucht|brauch(?:e|en|t)|keep|preserve|retain|spare (?:the|my|these|those|them|it|this|that)|dont lose|do not lose|without losing|not lose|ohne (?:\S+ ){1,4}?zu verlieren|behalte?|sin perder|conserva|manten)\b|残して|保持|保留|留着/

export const careful =
  /^ (?:but |and |wait )?careful\b|\b(?:be careful|careful with|careful about|only cop(?:y|ies)|irreplaceable|hand[- ]typed|no backup|cant lose|cannot lose|took all night|must not (?:be lost|lose)|worth keeping)\b/

/** The user, or somebody else, will do it: then the agent will not. */
export const delegated =
  /\b(?:myself|ourselves|himself|herself|i will|ill|we will|well|im going to|i am going to|selbst|selber|macht|machen|erledigt|ubernimmt|yo mism[oa]|lo hago yo|hace)\b|自分で|こちらで|我自己|我来|由我/
