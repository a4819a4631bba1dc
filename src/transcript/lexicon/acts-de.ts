/** German words for acts, accents folded as the reader folds them (`lösch` is `losch`). `*` ends a stem. Syntax as in acts-en.ts. */
import type { ActWords } from './act.js'

export const germanActs: ActWords = {
  delete:
    'losch* loesch* gelosch* geloesch* entfern* wegwerf* weg wegmach* weghau* rauswerf* schmeiss* vernicht* tonne abraum* kann_weg konnen_weg beseitig* deinstallier* abreiss* abbau* kill* ausrangier* alles_runter runter_damit weg_damit raus_damit fort_damit platt kick* reiss_..._ab reiss_..._nieder schmeiss_..._raus schmeiss_..._weg hau_..._weg wirf_..._weg wirf_..._raus wirf nimm_..._raus nimm_..._weg streich* tilg* ausmist* mist_..._aus raum_..._weg raum_..._ab rupf* stampf_..._ein einstampf* abschaff* schaff_..._weg schaff_..._ab fort raus rausnehm* rausschmeiss* ausbau* austrag* trag_..._aus kann_fort darf_weg konnen_fort durfen_weg soll_weg muss_weg verschwind* lass_..._verschwinden entsorg* purge*',
  discard:
    'verwerf* verwirf verworf* wegwerf* zurucksetz* zurueck* setz_..._zuruck losch* weg ruckgangig schmeiss* wirf_..._weg verlier* zuruck_auf platt',
  tidy: 'aufraum* raum_..._auf aufgeraumt saubermach* mach_..._sauber ordnung platz_schaffen mach_platz schaff_platz',
  empty:
    'leer* ausleer* losch* truncat* geleert zurucksetz* platt mach_..._leer raum_..._aus ausraum* raum_..._leer neu frisch',
  stop: 'stopp* stop halt* anhalt* beend* herunterfahr* runterfahr* abschalt* ausschalt* schalt_..._aus schalt_..._ab fahr_..._runter fahr_..._herunter mach_..._aus pausier* deaktivier* stell_..._ab alles_runter leg_..._still stilleg* stillleg* knips_..._aus schliess* runter mach_..._zu dreh_..._ab',
  kill: 'beend* kill* abschiess* schiess_..._ab stopp* beende stop schiess* wurg* mach_..._tot tot* abwurg* wurg_..._ab',
  cancel:
    'abbrech* brich_..._ab stornier* stopp* abgebrochen absag* sag_..._ab losch* beend* nimm_..._raus zieh_..._zuruck zuruckzieh* hol_..._zuruck streich* kipp* wirf_..._raus abblas* blas_..._ab storn* raus',
  start: 'start* hochfahr* fahr_..._hoch einschalt* schalt_..._ein schalt_..._an aktivier* lauf* anwerf* wirf_..._an',
  restart:
    'neustart* neu_start* starte_..._neu start_..._neu durchstart* neu_lad* lade_..._neu tritt kick* neu_gestartet anstoss* stoss_..._an reboot* wieder_hoch neu',
  scale: 'skalier* hochskalier* runterskalier* setz* erhoh* verringer* reduzier*',
  deploy:
    'deploy* ausroll* roll_..._aus ausliefer* veroffentlich* live_schalt* bring_..._live stell_..._live freischalt* hochlad* einspiel* spiel_..._ein bereitstell* aufspiel* spiel_..._auf flash* raus_damit bring_..._raus hau_..._raus gib_..._raus stell_..._online live_damit schieb_..._live nimm_..._in_betrieb roll* rausbring* raushau* live_stell*',
  rollback:
    'zuruckroll* roll_..._zuruck rollback zuruckdreh* ruckgangig zurucksetz* zuruck_auf geh_..._zuruck auf_..._zuruck zuruck dreh_..._zuruck nimm_..._zuruck zurucknehm* stell_..._zuruck',
  apply:
    'anwend* wende_..._an ausfuhr* fuhr_..._aus einspiel* spiel_..._ein ausroll* roll_..._aus apply installier* aktualisier*',
  update: 'aktualisier* update* upgrad* erhoh* bring_..._stand heb_..._an bump*',
  migrate:
    'migrier* migration* einspiel* spiel_..._ein fuhr_..._aus lauf* zuruckroll* roll_..._zuruck neu_aufsetz* setz_..._neu_auf',
  seed: 'befull* seed* einspiel* lad*',
  push: 'push* gepusht hochlad* lad_..._hoch hochschieb* schieb* schick_..._hoch geschoben rauf hoch schubs* lad* raufschieb* bring_..._hoch gib_..._rauf push_..._hoch',
  'open-pr':
    'pr_auf pr_an pr_offn* offne_..._pr mach_..._pr erstell_..._pr pull_request merge_request stell_..._pr leg_..._pr',
  merge:
    'merg* gemergt zusammenfuhr* fuhr_..._zusammen reinhol* hol_..._rein rein nimm_..._rein ubernehm* ubernimm* lass_..._rein rein_damit einpfleg* zusammen mergen',
  approve:
    'freigeb* gib_..._frei genehmig* approv* bestatig* zustimm* durchwink* wink_..._durch absegn* segne_..._ab zeichne_..._ab',
  comment: 'kommentier* kommentar antwort* schreib* sag* hinterlass*',
  close: 'schliess* zumach* mach_..._zu schliesse geschlossen ablehn*',
  'open-issue': 'erstell* anleg* leg_..._an offn* meld* mach_..._auf issue ticket schreib*',
  release: 'release* veroffentlich* freigeb* herausgeb* erstell*',
  publish:
    'veroffentlich* publizier* publish* hochlad* lad_..._hoch raus raus_damit hau_..._raus bring_..._raus gib_..._raus stell_..._ein rausgeb* raushau*',
  tag: 'tag* markier*',
  rename: 'umbenenn* benenn_..._um nenn*',
  move: 'verschieb* schieb* umzieh* leg*',
  copy: 'kopier* sicher* synchronisier* spiegel* ubertrag* leg* pack*',
  backup: 'sicher* backup* dump*',
  send: 'schick* send* gesendet verschick* versend* hochlad* lad_..._hoch teil* post* mail* ubertrag* kopier* leit_..._weiter weiterleit* poste meld* reich_..._weiter weiterreich* leit* gib_..._weiter leg_..._hin stell_..._bereit bring*',
  download: 'herunterlad* runterlad* lad_..._herunter lad_..._runter hol* zieh* lade',
  read: 'lies les* schau* guck* pruf* ansch* anseh* sieh zeig* such* untersuch* kontrollier* check* find* nachseh* vergleich* erklar* sag*',
  show: 'zeig* ausgeb* gib_..._aus druck* nenn* sag* kopier*',
  search: 'such* find* durchsuch* schau* guck*',
  install:
    'installier* einricht* richte_..._ein hinzufug* fug_..._hinzu nimm* einbau* aufspiel* upgrad* aktualisier* nutz*',
  grant:
    'gib* erlaub* freigeb* berechtig* vergeb* erteil* leg* trag_..._ein hinzufug* fug_..._hinzu mach* setz* lass_..._rein zugriff zugang darf_lesen rechte durf* gewahr* ermoglich* nimm_..._auf',
  expose:
    'offn* freigeb* gib_..._frei erreichbar freischalt* aufmach* mach_..._auf erlaub* lass_..._rein mach_..._erreichbar durchlass* lass_..._durch zuganglich rankomm*',
  schedule:
    'crontab cron einplan* plan* einricht* richte_..._ein autostart trag_..._ein eintrag* jede_nacht taglich automatisch regelmassig nachtlich jeden_tag jede_stunde jeden_morgen',
  disable:
    'deaktivier* abschalt* schalt_..._ab schalt_..._aus ausschalt* ignorier* uberspring* weglass* lass_..._weg ohne entfern* mach_..._aus aus stell_..._ab abstell*',
  skip: 'uberspring* spring_..._uber weglass* lass_..._weg auslass* ohne ignorier*',
  enable: 'aktivier* einschalt* schalt_..._ein schalt_..._an',
  login: 'anmeld* meld_..._an einlogg* logg_..._ein abmeld* wechsl*',
  rotate: 'rotier* erneuer* neu erzeug* generier* erstell* anleg* leg_..._an setz* hinterleg* widerruf*',
  write:
    'schreib* erstell* mach* ander* korrigier* fug* erganz* ersetz* setz* leg* trag* pass_..._an anpass* aktualisier* fix* reparier* bau* speicher* ubersetz* formulier* mark* behebe beheb* umbau*',
  configure: 'konfigurier* setz* stell* einstell* einricht* richte_..._ein trag_..._ein eintrag* ander* nimm* nutz*',
  run: 'ausfuhr* fuhr_..._aus fuhre_..._aus start* lauf* lass_..._laufen starte mach* teste ruf_..._auf',
  test: 'test* pruf* lass_..._laufen',
  build: 'bau* kompilier* build* erzeug*',
  commit: 'commit* einchecken checke_..._ein committe',
  amend: 'amend* an_den_letzten_commit in_den_letzten_commit selber_commit zum_letzten_commit',
  squash: 'zusammenfass* fass* squash* zusammenleg*',
  rebase: 'rebas* umbau*',
  'rewrite-history': 'umschreib* schreib_..._um historie geschichte entfern* squash*',
  force: 'erzwing* erzwung* force* uberschreib* gewaltsam',
  stash: 'stash*',
  branch: 'branch* wechsl* zweig*',
  archive: 'archivier* pack* zipp*',
  format: 'formatier* flash* schreib* partitionier*',
  mount: 'mount* einhang* aushang* einbind* auswerf*',
  connect: 'verbind* einlogg* logg_..._ein',
  import: 'importier* einspiel* spiel_..._ein lad* wiederherstell* stell_..._wieder',
  export: 'exportier* dump* sicher* zieh*',
  delegate: 'agent* delegier* lass*',
  keep: 'behalt* behalte aufheb* heb_..._auf bewahr* lass_..._stehen brauch*',
  touch: 'anfass* fass_..._an anruhr* beruhr* ander* veranderte verander* finger_weg ruhr_..._an',
  pay: 'zahl* bezahl* uberweis* erstatt* bestell*',
  order: 'bestell* buch* kauf*',
  fix: 'fix* reparier* beheb* behebe korrigier* los* mach_..._ganz bring_..._laufen',
  plan: 'plan* vorschau',
}
