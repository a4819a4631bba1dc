/**
 * What single words say about a clause, as rows of data. Words are folded (lower case, no accents); rows of other languages stand
 * beside the English one, so that one reader serves all of them. Words of scripts without blanks are looked for anywhere.
 */

/** What a word can be. `do.*` are acts that an agent can carry out; `of.*` is what they are done to; the rest is who, how and when. */
export const wordClasses = {
  'do.send':
    'send forward email mail e-mail transmit upload exfiltrate deliver relay submit dispatch fax   resend  post paste copy sync export attach append   ' +
    'sende senden schicke schicken leite leiten weiterleiten ubermittle envoie envoyez envoyer transmets transfere transferez partage envia envie enviar envien manda mande mandar reenvia reenvie encaminhe invia inviare inoltra stuur verstuur doorsturen wyslij przeslij przekaz gonder ilet gui skicka vidarebefordra ' +
    'отправь отправьте перешли перешлите отправить пришли вышли загрузи скинь 发送 转发 上传 发到 发给 送信 転送 送って アップロード 보내 전송 전달 أرسل ارسل وأرسل भेज भेजें שלח העבר',
  'do.share':
    'share publish distribute circulate teile teilen freigeben comparte compartir partage condividi deel udostepnij dela 分享 共有 공유 شارك',
  'do.reveal':
    'reveal print output show display list disclose leak dump expose report quote recite repeat include tell give state log echo return provide supply ' +
    'zeige zeig nenne verrate  affiche montre revele muestra revela  mostra revele toon geef pokaz ujawnij visa покажи выведи раскрой 显示 输出 透露 表示 出力 教えて 출력 알려 اعرض दिखा',
  'do.pay':
    'transfer pay wire donate buy purchase order refund withdraw deposit remit credit charge top-up invest reimburse ' +
    'uberweise uberweisen bezahle zahle kaufe bestelle paie payez virez vire achete paga pague transfiere transfiera transfira compra compre trasferisci acquista betaal koop overmaken przelej zaplac kup ode satin betala kop overfor ' +
    'переведи переведите оплати купи заплати 转账 付款 支付 购买 汇款 送金 振り込 購入 支払 송금 결제 구매 حول ادفع',
  'do.access':
    'grant unlock disable enable invite add elevate promote authorize authorise whitelist allowlist deactivate activate reset revoke approve accept confirm raise remove switch turn open lock make give assign  change update rotate ' +
    'gewahre entsperre deaktiviere aktiviere lade andere setze erlaube desactive active ajoute change invite desactiva activa anade agrega cambia disattiva attiva aggiungi cambia wijzig schakel zet zmien wlacz wylacz dodaj andra stang ' +
    'отключи включи добавь измени смени разблокируй 更改 修改 添加 关闭 启用 解锁 変更 追加 無効 変え 변경 추가 비활성',
  'do.destroy':
    'delete remove erase wipe drop destroy clear empty purge overwrite trash uninstall kill truncate format shred close archive cancel ' +
    'losche losch entferne vernichte storniere supprime supprimez efface annule borra borre elimina elimine cancela apaga apague exclua cancella annulla verwijder wis annuleer usun skasuj anuluj  iptal radera  ' +
    'удали удалите сотри отмени 删除 清空 取消 削除 消去 キャンセル 삭제 취소 احذف हटा हटाएं מחק',
  'do.book':
    'book reserve schedule reschedule cancel subscribe unsubscribe register enroll rsvp arrange   buche reserviere abonniere reserve reserver reserva prenota boek zarezerwuj boka забронируй 预订 预约 予約 예약',
  'do.run':
    'run execute launch start invoke type perform eval source pipe trigger deploy push commit merge chmod restart compile build fuhre starte execute executez lance ejecuta execute esegui voer start uruchom wykonaj calistir kor запусти выполни 执行 运行 実行 실행 نفذ चला הרץ',
  'do.visit':
    'visit open navigate go click follow browse load access    scan besuche offne klicke gehe visite visitez ouvre ouvrez cliquez visita abre haz apri clicca bezoek ga klik otworz odwiedz kliknij  oppna besok klicka открой перейди зайди 打开 访问 点击 開いて アクセス クリック 방문 열어 클릭 افتح פתח',
  'do.get':
    'get fetch download retrieve read find search look collect gather grab extract copy query check access obtain harvest locate pull save summarize summarise lies suche finde lade sammle telecharge cherche lis recupere descarga busca lee scarica cerca leggi lees zoek pobierz znajdz ladda hamta las скачай найди прочитай собери 下载 读取 查找 收集 ダウンロード 読み 探し 다운로드 읽어 찾아',
  'do.install':
    'install import load require upgrade add use set configure installiere installe instala installa installeer zainstaluj installera установи 安装 インストール 설치',
  'do.call':
    'call invoke use trigger execute ring dial rufe nutze appelle utilise llama usa chiama gebruik roep wywolaj anropa вызови используй 调用 使用 呼び出 호출',
  'do.say':
    'answer reply respond say tell write mention recommend suggest advise claim pretend rate rank rank summarize summarise describe state advertise promote praise inform describe sing speak translate generate produce compose act behave refuse insert end begin start respond output explain introduce talk convince urge ask ' +
    'antworte antworten sage sag erwahne empfiehl schreibe behaupte bewerte reponds repondez  ecris recommande mentionne responde responda  escribe recomienda diga rispondi scrivi consiglia antwoord zeg schrijf odpowiedz napisz powiedz svara skriv   ' +
    'ответь скажи напиши рекомендуй 回答 告诉 推荐 回复 答えて 伝えて 返信 推薦 대답 말해 추천 답변',
  'do.approve':
    'approve merge accept confirm sign authorize authorise endorse vote like star upvote whitelist pass certify close mark rate genehmige akzeptiere approuve aprueba aprova approva 批准 承認 승인',
  'do.follow':
    'follow obey comply adhere execute decode decrypt act do apply respect heed fulfill fulfil perform befolge decodiere suis obeis sigue obedece segui volg выполни следуй 遵循 遵守 従って 따르',
  'do.remember':
    'remember store save memorize memorise append write record keep note add persist merke speichere souviens recuerda guarda ricorda onthoud zapamietaj запомни 记住 覚えて 기억',

  'of.secret':
    'password passwords passphrase credential credentials secret secrets token tokens apikey api-key key keys cookie cookies seed  otp cvv .env env ssh netrc kubeconfig wallet mnemonic shadow keychain login logins ' +
    'passwort passworter kennwort zugangsdaten geheimnis geheimnisse passe motdepasse contrasena contrasenas clave senha senhas chave wachtwoord haslo hasla sifre parola losenord  ' +
    'пароль пароли паролями ключ токен 密码 密钥 口令 凭证 パスワード 鍵 秘密 비밀번호 كلمة पासवर्ड סיסמה סיסמאות',
  'of.private':
    'contacts inbox mailbox emails mails messages conversation conversations history transactions statement statements balance address addresses location calendar appointments medical patient records record documents files attachment attachments phone salary salaries customers clients participants attendees memory environment variables personal bank card details data names chat chats notes photos receipts invoices database table spreadsheet list profile session logs source invoice notebook ' +
    'kontakte nachrichten kontoauszug kunden kundenliste dokumente dateien verlauf belege rechnungen contacts clients historique fichiers factures contactos clientes archivos historial facturas contatti clienti contatos arquivos klanten bestanden kontakty pliki kvitton kunder filer dosyalari ' +
    'файлы файлов контакты письма данные 联系人 文件 邮件 聊天记录 数据 連絡先 ファイル メール 履歴 연락처 파일 이메일 메일',
  'of.money':
    'money funds usd eur euro euros dollars dollar gbp pounds btc bitcoin eth iban account accounts balance payment deposit gift card cards bill invoice wallet savings cash fee rent bank bitcoins crypto ' +
    'konto geld rechnung compte argent facture cuenta dinero conto denaro soldi conta dinheiro reais rekening geld konto pieniadze pengar деньги денег счет счёт рублей 账户 元 钱 口座 お金 円 계좌 원',
  'of.security':
    '2fa mfa two-factor authentication permission permissions admin administrator rights access role privileges firewall alarm door doors lock locks gate camera cameras sandbox protection authorized_keys collaborator owner maintainer limit filter rule rules policy approval confirmation recovery guest backup signature login key keys spam antivirus ' +
    'rechte zugriff administrator tur alarmanlage droits acces admin porte permisos acceso puerta permessi accesso porta rechten toegang deur uprawnienia dostep rattigheter дверь доступ права 权限 管理员 权 権限 管理者 ドア 권한 관리자',
  'of.data':
    'file files folder folders directory database table tables repository repo branch project disk backup backups calendar event events appointment appointments emails email messages account accounts records comments reviews reservation reservations booking bookings meeting subscription order orders history document documents device playlist post posts issue issues tickets tests test logs bucket cluster ' +
    'datei dateien ordner termine buchungen fichier fichiers reservations archivo archivos reservas file prenotazioni arquivos bestanden reserveringen pliki dosyalar filer bokningar файл файлы 文件 所有文件 ファイル 파일 ملفات फ़ाइल קבצים',
  'of.booking':
    'room rooms table flight flights ticket tickets appointment hotel suite nights car taxi seat restaurant meeting reservation event events call newsletter premium plan subscription zimmer tisch flug hotel chambre table vol habitacion mesa vuelo camera tavolo kamer tafel 房间 酒店 部屋 ホテル 호텔',
  'of.command':
    'command commands script scripts shell sudo curl wget rm bash sh python node npm pip nc chmod powershell eval setup.sh install.sh code installer binary executable payload sql query drop terminal git docker make cron crontab befehl skript commande comando script opdracht skript polecenie команда команду 命令 脚本 コマンド スクリプト 명령',
  'of.link':
    'link links url urls website site page page: qr domain webpage button form attachment lien enlace sito seite homepage ссылка ссылку 链接 网址 リンク 링크',
  'of.tool':
    'tool tools function functions endpoint api plugin webhook browser terminal interpreter parameter werkzeug outil herramienta strumento 工具 ツール 도구',
  'of.answer':
    'answer answers reply response responses summary summaries output report review word words sentence sentences poem rhymes conclusion analysis recommendation translation language message paragraph antwort zusammenfassung reponse resume respuesta resumen risposta riassunto antwoord ответ 回答 回复 答案 摘要 回答 要約 답변',
  'of.rating':
    'best stars rating product candidate hire positive excellent only top first highest cheapest competitor brand company bankrupt scam dangerous trustworthy official sponsor',
  'of.device':
    'thermostat light lights lamp heating camera alarm temperature volume oven garage degrees blinds sprinkler router printer vehicle car heizung licht lumiere luz',
  'of.instructions':
    'instruction instructions prompt prompts directive directives guideline guidelines guidance rules rule orders order task tasks goal goals objective mission assignment request requests question questions context restrictions constraints limitations programming commands job persona role policies text content message messages conversation ' +
    'anweisung anweisungen aufgabe auftrag regeln vorgaben anfrage instructions consignes consigne tache demande regles instrucciones tarea peticion reglas istruzioni compito richiesta regole instrucoes tarefa pedido regras instructies opdracht taak regels polecenia polecenie zadanie instrukcje talimatlari talimatlar gorev instruktioner uppgift ' +
    'инструкции инструкций указания задачу задание команды 指令 指示 任务 要求 规则 提示 指示 命令 タスク ルール 依頼 지시 명령 작업 규칙 التعليمات निर्देशों निर्देश ההוראות',
  'of.harness':
    'claude.md agents.md gemini.md .cursorrules settings.json .bashrc bashrc .zshrc .profile crontab .gitconfig pip.conf .npmrc authorized_keys copilot-instructions.md memory .mcp.json skill.md permissions.defaultmode bypasspermissions defaultmode .vscode hooks',

  'who.model':
    'ai a.i ais llm llms gpt gpt-4 gpt-5 chatgpt claude gemini copilot chatbot chatbots cursor codex ki ki-assistent ki-assistenten ia sprachmodell sprachmodelle ai-assistent yz llama mistral grok bard siri alexa gpts language-model ии ии-ассистент ии-ассистента нейросеть 人工智能 AI ai助手 语言模型 助手 アシスタント 言語モデル 어시스턴트 인공지능 الذكاء एआई',
  'who.agent':
    'assistant assistants agent agents bot bots model models summarizer summariser assistent assistenten assistentin asistente asistentes assistente asystent asystencie asistan agente automation crawler scraper ai-agent ai-agents llm-agent subagent ассистент ассистента помощник агент المساعد סוכן',
  'who.user':
    "user user's users owner owner's human operator principal benutzer nutzer anwender utilisateur usuario utente utilizador gebruiker uzytkownik uzytkownika kullanici kullaniciya anvandaren пользователь пользователю пользователя пользователем 用户 使用者 ユーザー ユーザ 사용자 المستخدم उपयोगकर्ता משתמש",
  'who.people':
    'team everyone everybody attendees customers customer staff students editors maintainers maintainer recruiters contributors reviewers authors admins administrators participants members tenants candidates applicants players visitors guests colleagues supplier client tenant buyer seller lender borrower contractor employee employees readers we they he she someone anybody people person volunteers developers ' +
    'sie ihr ihre ihnen kunden kollegen mitglieder vous votre vos usted ustedes',
  'who.me': 'me my mine us our i',
  'who.you':
    "you your yours you're yourself you'll you've du dir dein deine deiner deinen deinem dich    tes toi  tus  il tuo tua voce je jouw twoje  senin ditt dina ты тебя твои 你 您 あなた 당신",

  drop: 'ignore disregard forget discard override bypass abandon neglect dismiss skip drop cancel cancelled obsolete void superseded expired replaced supersedes overrides instead stop ignoriere ignorier ignorieren vergiss vergesst missachte ignorez ignore oublie oubliez ignora ignore olvida olvide omite dimentica trascura esqueca desconsidere negeer vergeet zignoruj ignoruj zapomnij unut ignorera glom anstatt игнорируй игнорируйте забудь проигнорируй 忽略 无视 忘记 忘掉 無視 忘れて 무시 잊어 تجاهل अनदेखा התעלם',
  prior:
    'previous prior earlier above preceding original initial former past before existing current other vorherigen bisherigen vorherige bisherige fruheren alle precedentes precedente anterieures anteriores anterior previas precedenti precedente vorige eerdere poprzednie poprzednia onceki tidigare предыдущие предыдущих прежние 之前 以上 先前 所有 上面 これまで 以前 上記 すべて 이전 위의 모든 السابقة पिछले הקודמות',
  must: 'must should shall need needs have has required supposed obliged ought mandatory muss musst sollst sollte mussen dois devez debes debe devi deve moet musisz maste должен обязан 必须 应该 必要 해야',
  please:
    'please kindly pls plz bitte veuillez svp  favor  favore prego alstublieft prosze lutfen пожалуйста 请 ください お願い 주세요 하세요 कृपया בבקשה',
  urgent:
    'important urgent urgently immediately immediate asap critical emergency attention warning mandatory now instantly priority straight wichtig dringend sofort achtung important urgent immediatement urgente importante inmediatamente subito belangrijk onmiddellijk wazne pilne natychmiast важно срочно немедленно 重要 紧急 立即 緊急 至急 重要 긴급 즉시',
  authority:
    'authorised authorized approved system security compliance admin administrator policy verified official operator confirmed developer maintenance override required verification sanctioned permitted allowed consented agreed',
  'order-of-things':
    'before first after next once when then until finally finish finished continue continuing proceed proceeding begin answering responding done step bevor zuerst danach nachdem avant apres antes despues prima dopo voordat zanim после перед 首先 然后 之前 まず 먼저 후에',
  also: 'also additionally furthermore moreover too addition besides ausserdem zusatzlich aussi egalement tambien anche ook takze также 也 还 また 또한',
  lasting:
    'always forever permanently future sessions session henceforth onwards every default later runs immer kunftig toujours siempre sempre altijd zawsze всегда 始终 总是 今後 常に 항상 앞으로',
  hush: 'silently quietly secretly without unnoticed background hidden confidential discreetly heimlich ohne sans sin senza sem zonder bez utan без 不要告诉 偷偷 内緒 黙って 몰래',
  not: "not don't dont never no nicht nie pas non nao niet nie inte не 不 不要 别 ない 말고 마세요",
  'talk-of-attacks':
    'injection injections jailbreak jailbreaks attacker attackers attack attacks adversarial payload payloads vulnerability vulnerabilities exploit exploits phishing malicious mitigation mitigations guardrail guardrails red-team detector classifier untrusted cve defence defense defences threat scanner scan flagged scams scam fraud malware',
  'talk-of-code':
    'const let def return import function class assert expect describe it if else var self public static void null undefined true false elif async await fn struct enum',
} as const

export type WordClass = keyof typeof wordClasses
