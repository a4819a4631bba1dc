/**
 * The same talk in other languages: address, override, secrecy and demand, each with the weights of its English kin.
 * Latin patterns are matched against folded text (no accents); the others against the script itself.
 */
import { type Family, pattern, type Signal } from './signal.js'

interface Language {
  readonly name: string
  /** Beginnings for the first pass; empty for other scripts, which the first pass sees by themselves. */
  readonly anchors: string
  readonly address: string
  readonly override: string
  readonly secrecy: string
  readonly demand: string
}

const span = '[^.!?\\n]{0,60}?'

const latin: readonly Language[] = [
  {
    name: 'german',
    anchors:
      'ki ,ki-,kis ,assistent,sprachmodell,ignorier,vergiss,vergesst,missacht,anweisung,ohne den benutzer,ohne den nutzer,ohne zu fragen,ohne dem,sag dem nutzer nicht',
    address:
      '(?:\\b(?:an|fur|hinweis|achtung|liebe|lieber|nachricht|wichtig)\\b[^.!?\\n]{0,24}?\\b(?:kis?\\b|ki-?\\w+|assistent\\w*|sprachmodell\\w*)|(?:^|[\\n.:!] ?)(?:ki|ki-assistent|assistent)\\b[,:]|wenn du eine? (?:ki|assistent|sprachmodell))',
    override: `\\b(?:ignorier\\w{0,3}|vergiss|vergesst|missachte\\w?|verwirf)\\b${span}(?:bisherigen?|vorherigen?|fruheren?|alle\\w?|deine|eure|obigen?) (?:\\w+ )?(?:anweisung\\w*|regeln|instruktion\\w*|vorgaben|befehle)`,
    secrecy:
      '\\bohne (?:den|dem|die) (?:benutzer|nutzer|anwender|user)\\w*[^.!?\\n]{0,20}|\\b(?:sage?|verrate?|erzahle?) (?:es )?(?:dem|den|der) (?:benutzer|nutzer|anwender)\\w* nicht|\\bohne (?:nach)?zufragen',
    demand:
      '\\b(?:sende|schicke?|leite|ubertrage|uberweise?|losche?|fuhrt?e?|offne|lade|andere|besuche?)\\b[^!?\\n]{0,80}?(?:https?:|passw\\w+|\\.env|~/|befehl|datei\\w*|konto|iban|e-?mails?|@)',
  },
  {
    name: 'spanish',
    anchors:
      'asistente,modelo de lenguaje,la ia ,una ia ,olvida,ignora ,ignore las,ignore todas,no hagas caso,instrucciones anteriores,sin avisar,sin decir,sin preguntar,no le digas,no se lo digas',
    address:
      '(?:(?:^|[\\n.:!¡] ?)(?:querido )?asistente\\b[^.\\n]{0,6}[,:]|\\b(?:nota|mensaje|aviso|atencion|instruccion\\w*)\\b[^.!?\\n]{0,16}\\b(?:asistente|ia\\b|modelo de lenguaje|agente)|\\bsi eres (?:una? )?(?:ia|asistente|modelo))',
    override: `\\b(?:olvida\\w?|ignora\\w?|ignore|descarta|omite|no sigas)\\b${span}(?:instrucciones|reglas|ordenes|indicaciones)(?: (?:anteriores|previas|recibidas))?(?<!nuevas instrucciones)|\\bno hagas caso al? usuario`,
    secrecy:
      '\\bsin (?:avisar|decir|preguntar|informar|contar)\\w*[^.!?\\n]{0,12}(?:usuario|nada)|\\bno (?:se lo |le )?digas[^.!?\\n]{0,16}usuario',
    demand:
      '\\b(?:envia\\w?|manda|ejecuta|borra|elimina|transfiere|abre|visita|sube|reenvia|descarga|enviar)\\b[^!?\\n]{0,80}?(?:https?:|contrasena|\\.env|comando|archivos?|cuenta|correos?|contactos|historial|usuario|@)|\\btu nueva tarea',
  },
  {
    name: 'french',
    anchors:
      'assistant ia,l assistant,une ia ,l ia ,ignorez,ignore tes,ignore les,oublie,oubliez,consignes,instructions precedentes,sans prevenir,sans informer,ne le dis pas,ne dis rien,sans demander',
    address:
      '(?:\\b(?:message|note|attention|avis|instructions?)\\b[^.!?\\n]{0,16}\\b(?:l.assistant|assistant|l.ia\\b|ia\\b|modele)|\\bsi tu es (?:une? )?(?:ia|assistant|modele)|\\bcher assistant)',
    override: `\\b(?:ignorez|ignore|oublie\\w?|oubliez|ne tenez pas compte d\\w+)\\b${span}(?:consignes|instructions|regles|directives)(?: precedentes| anterieures)?`,
    secrecy:
      '\\bsans (?:prevenir|informer|avertir|demander)[^.!?\\n]{0,16}(?:utilisateur|confirmation)|\\bne (?:le |lui )?dis(?:ez)? (?:pas|rien)[^.!?\\n]{0,16}utilisateur',
    demand:
      '\\b(?:envoie|envoyez|transfere\\w*|executez?|supprime\\w*|ouvrez?|telecharge\\w*|visitez?)\\b[^!?\\n]{0,80}?(?:https?:|mot de passe|\\.env|commande|fichiers?|compte|courriels?|e-?mails?|utilisateur|@)',
  },
  {
    name: 'italian',
    anchors:
      'assistente,l ia ,ignora tutte,ignora le,dimentica,istruzioni precedenti,senza dire,senza avvisare,non dire',
    address:
      '(?:\\b(?:nota|messaggio|attenzione|avviso)\\b[^.!?\\n]{0,16}\\b(?:assistente|ia\\b|modello)|(?:^|[\\n.:!] ?)assistente[,:]|\\bse sei (?:un.?)? ?(?:ia|assistente))',
    override: `\\b(?:ignora|dimentica|trascura)\\b${span}(?:istruzioni|regole|direttive|indicazioni)`,
    secrecy:
      '\\bnon dire (?:nulla|niente)[^.!?\\n]{0,14}utente|\\bsenza (?:dir|avvisar|informar|chieder)\\w*[^.!?\\n]{0,14}(?:utente|nulla|conferma)',
    demand:
      '\\b(?:invia|manda|esegui|cancella|elimina|trasferisci|apri|scarica)\\b[^!?\\n]{0,80}?(?:https?:|password|\\.env|comando|file|conto|e-?mail|@|euro)',
  },
  {
    name: 'portuguese',
    anchors:
      'assistente,a ia ,de ia ,ignore as,ignore todas,esqueca,esquecam,instrucoes,sem avisar,sem perguntar,nao conte,nao diga',
    address:
      '(?:\\b(?:nota|mensagem|atencao|aviso)\\b[^.!?\\n]{0,16}\\b(?:assistente|ia\\b|modelo)|\\bse voce e (?:uma? )?(?:ia|assistente|modelo)|(?:^|[\\n.:!] ?)assistente[,:])',
    override: `\\b(?:ignore|esqueca\\w?|desconsidere)\\b${span}(?:instrucoes|regras|ordens|orientacoes)`,
    secrecy:
      '\\bsem (?:avisar|informar|perguntar|dizer)[^.!?\\n]{0,14}(?:usuario|utilizador|nada)|\\bnao (?:conte|diga)[^.!?\\n]{0,14}usuario',
    demand:
      '\\b(?:envie|mande|execute|apague|exclua|transfira|abra|baixe|encaminhe)\\b[^!?\\n]{0,80}?(?:https?:|senhas?|\\.env|comando|arquivos?|conta|e-?mails?|@)',
  },
  {
    name: 'dutch',
    anchors:
      'ai assistent,assistent,negeer,vergeet alle,vergeet je,vorige instructies,zonder de gebruiker,zonder te vragen,vertel de gebruiker niet',
    address:
      '(?:\\b(?:bericht|opmerking|let op|aan|voor|beste)\\b[^.!?\\n]{0,16}\\b(?:ai\\b|ai-?assistent\\w*|assistent|taalmodel\\w*))',
    override: `\\b(?:negeer|vergeet)\\b${span}(?:instructies|regels|opdrachten|aanwijzingen)`,
    secrecy:
      '\\bzonder (?:de gebruiker|te vragen|het te)[^.!?\\n]{0,16}|\\bvertel (?:het )?(?:de gebruiker|niet aan)[^.!?\\n]{0,14}',
    demand:
      '\\b(?:stuur|verstuur|verwijder|voer|open|download|maak)\\b[^!?\\n]{0,80}?(?:https?:|wachtwoord\\w*|\\.env|~/|opdracht|bestand\\w*|rekening|e-?mails?|@)',
  },
  {
    name: 'polish',
    anchors: 'asystent,zignoruj,zapomnij,ignoruj,poprzednie polecenia,polecenia,nie mow uzytkownik,bez pytania',
    address:
      '(?:\\b(?:uwaga|do|wiadomosc|notatka)\\b[^.!?\\n]{0,14}\\b(?:asystent\\w*|ai\\b|sztuczn\\w+ inteligencj\\w+))',
    override: `\\b(?:zignoruj|ignoruj|zapomnij)\\b${span}(?:polecen\\w*|instrukcj\\w*|zasad\\w*|regul\\w*)`,
    secrecy: '\\bnie mow[^.!?\\n]{0,14}uzytkownik\\w*|\\bbez (?:pytania|wiedzy)[^.!?\\n]{0,14}',
    demand:
      '\\b(?:wyslij|usun|uruchom|wykonaj|otworz|pobierz|przelej)\\b[^!?\\n]{0,80}?(?:https?:|hasl\\w+|\\.env|polecenie|plik\\w*|konto|@)',
  },
  {
    name: 'turkish',
    anchors: 'yapay zeka,asistan,talimat,yok say,gormezden gel,kullaniciya soyleme,unut',
    address:
      '(?:\\byapay zeka\\w*|\\basistan\\w*)[^.!?\\n]{0,14}(?:not|mesaj|dikkat|[:,])|\\b(?:not|dikkat)[^.!?\\n]{0,10}(?:yapay zeka|asistan)\\w*',
    override:
      '\\b(?:onceki|tum|butun)\\b[^.!?\\n]{0,30}(?:talimat|kural|komut)\\w*[^.!?\\n]{0,12}(?:yok say|gormezden gel|unut|dikkate alma)',
    secrecy: '\\bkullaniciya (?:soyleme|haber verme|sormadan|bildirme)\\w*',
    demand:
      '(?:https?:|parola\\w*|sifre\\w*|\\.env|komut\\w*|dosya\\w*|hesab\\w*)[^!?\\n]{0,60}?\\b(?:gonder|calistir|sil|ac|aktar)\\b',
  },
  {
    name: 'vietnamese',
    anchors: 'tro ly,bo qua tat ca,bo qua cac,huong dan truoc,khong noi voi,mat khau',
    address: '(?:\\b(?:luu y|chu y|thong bao|gui)\\b[^.!?\\n]{0,14}\\btro ly)',
    override:
      '\\b(?:bo qua|quen)\\b[^.!?\\n]{0,16}(?:tat ca|cac|moi)?[^.!?\\n]{0,16}(?:huong dan|chi dan|lenh|quy tac)',
    secrecy: '\\bkhong (?:noi|cho|bao)[^.!?\\n]{0,16}nguoi dung',
    demand: '\\b(?:gui|xoa|chay|mo|chuyen)\\b[^!?\\n]{0,80}?(?:https?:|mat khau|\\.env|lenh|tep|tai khoan|@)',
  },
  {
    name: 'swedish',
    anchors: 'ai assistent,assistenten,ignorera alla,glom alla,tidigare instruktioner,utan att fraga,beratta inte',
    address:
      '\\b(?:meddelande|obs|notis|till)\\b[^.!?\\n]{0,14}\\b(?:ai\\b|ai-?assistent\\w*|assistenten|sprakmodell\\w*)',
    override: `\\b(?:ignorera|glom)\\b${span}(?:instruktioner|regler|anvisningar)`,
    secrecy: '\\butan att (?:fraga|beratta)[^.!?\\n]{0,16}|\\bberatta inte[^.!?\\n]{0,14}anvandar\\w*',
    demand:
      '\\b(?:skicka|radera|kor|oppna|ladda)\\b[^!?\\n]{0,80}?(?:https?:|losenord\\w*|\\.env|kommando\\w*|filer?|konto|@)',
  },
]

const otherScripts: readonly Language[] = [
  {
    name: 'chinese',
    anchors: '',
    address:
      '(?:(?<![a-z])AI|人工智能|智能|语言模型)(?:助手|助理|代理|模型)?[^。\\n]{0,4}(?:请注意|注意|[::,])|(?:致|给|提醒)[^。\\n]{0,4}(?:AI|助手|模型)|你现在是|(?:没有|不受)限制的(?:助手|模型)',
    override:
      '(?:忽略|无视|忘记|忘掉|不要遵守|不要理会)[^。\\n]{0,6}(?:之前|以上|先前|此前|所有|全部|前面)[^。\\n]{0,8}(?:指令|指示|规则|提示|命令)',
    secrecy: '不要(?:告诉|通知|告知|询问)用户|不(?:告诉|通知)用户|瞒着用户',
    demand:
      '(?:发送|上传|转发|执行|运行|删除|打开|下载|转账)[^。\\n]{0,40}(?:https?:|密码|密钥|rm -|curl|文件|账户|邮箱)|(?:密码|密钥|文件|邮件)[^。\\n]{0,16}(?:发送|上传|转发|发)(?:到|至|给)',
  },
  {
    name: 'japanese',
    anchors: '',
    address:
      '(?:(?<![a-z])AI|エーアイ|人工知能|言語モデル)(?:アシスタント|エージェント)?(?:へ|の皆|は[、,]|に告ぐ)|読んでいるAI|アシスタントへ',
    override:
      '(?:これまで|以前|上記|すべて|全て|今まで|前の)の?[^。\\n]{0,10}(?:指示|命令|ルール|規則|プロンプト)[^。\\n]{0,10}(?:無視して|忘れて|破棄して)',
    secrecy: 'ユーザー?[^。\\n]{0,4}(?:に|へ)(?:は)?(?:知らせず|知らせない|言わない|言わず|伝えない|内緒|黙って)',
    demand:
      '(?:https?:[^。\\n]{0,60}|パスワード|ファイル|中身|コマンド|鍵)[^。\\n]{0,24}(?:送信し|送っ|実行|削除|アップロード)',
  },
  {
    name: 'korean',
    anchors: '',
    address: '(?:(?<![a-z])AI|인공지능)[^.\\n]{0,8}(?:어시스턴트|비서|모델)|어시스턴트(?:는|에게|여)',
    override: '(?:이전|위|앞|기존|모든)의?[^.\\n]{0,10}(?:지시|명령|규칙|프롬프트)[^.\\n]{0,10}(?:무시|잊)',
    secrecy: '사용자(?:에게|한테)는?[^.\\n]{0,6}(?:알리지|말하지|묻지)',
    demand: '(?:비밀번호|시스템 프롬프트|파일|https?:)[^\\n]{0,40}(?:보내|출력|전송|삭제|실행)',
  },
  {
    name: 'russian',
    anchors: '',
    address:
      '(?:внимание|сообщение|уважаем\\w*|дорог\\w*|примечание)[^.!?\\n]{0,16}(?:ассистент|нейросеть|ии|помощник|модель)|(?:^|\\n)(?:ассистент|нейросеть)[,:!]',
    override:
      '(?:игнорируй(?:те)?|забудь(?:те)?|проигнорируй(?:те)?)[^.!?\\n]{0,30}(?:инструкци|правил|указани|команд)',
    secrecy:
      '(?:пользовател[^.!?\\n]{0,14}не (?:сообщай|говори|рассказывай)|не (?:сообщай|говори|рассказывай)[^.!?\\n]{0,14}пользовател)',
    demand:
      '(?:отправь|отправьте|удали|выполни|запусти|открой|перешли|скачай|переведи)[^!?\\n]{0,60}(?:https?:|парол|\\.env|команд|файл|счет|счёт|@)',
  },
  {
    name: 'arabic',
    anchors: '',
    address: '(?:المساعد|مساعد|نموذج)[^.\\n]{0,14}(?:الذكي|الذكاء|اللغ)|(?:إلى|أيها) المساعد',
    override: '(?:تجاهل|انس|انسى|أهمل)[^.\\n]{0,14}(?:التعليمات|الأوامر|القواعد|الإرشادات)',
    secrecy: '(?:لا تخبر|دون علم|دون إخبار)[^.\\n]{0,8}المستخدم',
    demand: '(?:أرسل|ارسل|احذف|نفذ|شغل|افتح|حول)[^\\n]{0,50}(?:https?:|كلمة المرور|كلمة السر|ملف|الملف|الأمر)',
  },
  {
    name: 'hindi',
    anchors: '',
    address: '(?:(?<![a-z])AI|एआई)[^।\\n]{0,6}(?:सहायक|असिस्टेंट|मॉडल)',
    override: '(?:पिछले|सभी|पहले के)[^।\\n]{0,20}(?:निर्देशों|निर्देश|नियमों|आदेशों)[^।\\n]{0,12}(?:अनदेखा|भूल|नज़रअंदाज़)',
    secrecy: 'उपयोगकर्ता[^।\\n]{0,8}(?:न बता|मत बता|बिना बता)',
    demand: '(?:पासवर्ड|फ़ाइल|https?:)[^।\\n]{0,40}(?:भेज|हटा|चला)',
  },
  {
    name: 'hebrew',
    anchors: '',
    address: '(?:לידיעת|הודעה ל|שים לב)[^.\\n]{0,10}(?:עוזר|סוכן|מודל|בינה)',
    override: '(?:התעלם|תתעלם|שכח|התעלמו)[^.\\n]{0,14}(?:ההוראות|הנחיות|ההנחיות|הכללים)',
    secrecy: '(?:אל תספר|בלי לספר|בלי לידע)[^.\\n]{0,6}משתמש',
    demand: '(?:שלח|מחק|הרץ|פתח|העבר)[^\\n]{0,50}(?:https?:|סיסמ|קובץ|הפקודה)',
  },
]

function familyOf(language: Language, make: (source: string) => RegExp): Family {
  const row = (part: string, weight: number, kind: Signal['kind'], source: string, why: string): Signal => ({
    id: `${language.name}.${part}`,
    kind,
    weight,
    pattern: make(source),
    why,
  })
  return {
    name: language.name,
    anchors: language.anchors,
    each: true,
    signals: [
      row(
        'override',
        0.46,
        'override',
        language.override,
        `tells its reader in ${language.name} to drop its instructions`,
      ),
      row('address', 0.3, 'addressed', language.address, `speaks to a model in ${language.name}`),
      row('secrecy', 0.36, 'addressed', language.secrecy, `wants something kept from the user, in ${language.name}`),
      row('demand', 0.22, 'demand', language.demand, `asks for an act in ${language.name}`),
    ],
  }
}

export const latinLanguages: readonly Family[] = latin.map((language) => familyOf(language, pattern))
export const otherScriptLanguages: readonly Family[] = otherScripts.map((language) =>
  familyOf(language, (source) => new RegExp(source, 'giu')),
)
