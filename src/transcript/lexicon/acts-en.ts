/**
 * English words for acts. Verbs in base form, blank-separated words of a phrase joined by `_`. `...` lets an object stand
 * between (`throw ... away`). Nouns that name an act (`teardown`) are marked `=noun`.
 */
import type { ActWords } from './act.js'

export const englishActs: ActWords = {
  delete:
    'delete del remove rm erase wipe destroy nuke trash unlink scrap ditch toss zap eliminate purge drop kill get_rid_of get_ridof throw_..._away throw_..._out clear_..._out clean_..._out tear_..._down take_..._down blow_..._away do_away_with terminate decommission retire undeploy uninstall prune shred expunge expire unset untag deprovision unregister deregister dispose_of clean_..._from strike vacuum sweep revoke =deletion =removal =teardown out_with take_..._out pull_..._out rip_..._out deprecate mark_..._as_deprecated can_go may_go should_go must_go needs_to_go need_to_go has_to_go have_to_go yank axe bin junk obliterate vaporize evict blast chuck clear_..._away take_..._away kill_..._off wipe_..._out wipe_..._off pull_..._down put_..._out_of lose sunset reclaim strip rid cleanse unlist delist withdraw expel detach disband dissolve knock_..._out throw_..._off put_..._in_the_bin away_with off_with be_gone take_..._off forget away_with',
  discard:
    'discard reset revert undo restore abandon start_over start_again start_fresh roll_..._back rollback throw_..._away throw_..._out get_rid_of toss scrap drop forget wipe nuke blow_..._away ditch lose clean overwrite delete remove back_..._out take_..._theirs take_..._ours use_..._theirs use_..._ours accept_..._theirs accept_..._ours keep_..._theirs keep_..._ours =reset =discard undo_..._all =revert trash match_..._exactly away_with put_..._back_to put_..._back go_back_to_the_last exactly_like make_..._like bin unwind take_..._back roll_back_to exactly_what',
  tidy: 'clean_..._up cleanup tidy tidy_..._up clear_..._up declutter sort_..._out free_..._up free make_room make_space make_some_space save_space housekeep =cleanup clean',
  empty:
    'empty clear flush truncate wipe purge drain clean reset =flush =purge flushall flushdb delete drop remove vacuum recreate start_over start_fresh nuke erase rebuild zero blank hollow clear_..._out clean_..._out wipe_..._out flush_..._out cut_..._down trim vacuum',
  stop: 'stop halt pause suspend deallocate shut_..._down shutdown shut_..._off turn_..._off switch_..._off take_..._down bring_..._down tear_..._down power_..._off power_..._down shut_..._off quit end disable down hibernate park kill unload tear_it_down =shutdown take_..._offline freeze cut bring_..._to_a_halt take_..._out_of_service put_..._to_sleep sleep cease wind_..._down spin_..._down scale_..._to_zero',
  kill: 'kill end stop terminate quit close shut_..._down pkill killall interrupt shoot take_..._down get_rid_of shoot_..._down put_..._down knock_..._out zap nuke smoke end_task sigkill',
  cancel:
    'cancel abort kill stop scancel call_..._off terminate end withdraw drop bkill qdel dequeue delete remove pull scrub revoke stop_..._from_running take_..._out_of_the_queue ',
  start:
    'start launch queue_up queue enqueue submit boot bring_..._up spin_..._up fire_..._up start_..._up turn_..._on switch_..._on resume serve run open up power_..._on wake unpause bring_..._back kick_..._off get_..._going get_..._running bring_..._online put_..._online awaken revive',
  restart:
    'restart reboot reload bounce cycle respawn recycle kick relaunch roll re-start power_cycle start_..._again =restart =reboot =reload redeploy refresh hup turn_..._off_and_on kick_..._over give_..._a_kick give_..._restart do_..._restart restart_..._once',
  scale:
    'scale resize autoscale shrink grow scale_..._down scale_..._up scale_..._in scale_..._out =scaling set bump increase decrease reduce raise lower double triple halve size up_size downsize bring_..._to take_..._to go_to drop_..._to raise_..._to',
  deploy:
    'deploy redeploy release ship roll_..._out rollout publish promote go_live put_..._live bring_..._live push_..._live take_..._live make_..._live get_..._live push_..._out =deploy =deployment =rollout flash sideload launch upload install hotfix sync push cut_over switch_..._over get_..._out get_..._onto bring_..._out move_..._to_prod switch_..._to go_out roll put_..._into_production release_..._to bring_..._to_production activate put_..._into_service swap_..._in',
  rollback:
    'rollback roll_..._back revert undo downgrade go_back_to back_..._out switch_..._back =rollback restore downgrade_..._to step_back_to put_..._back go_back_to_version put_..._back_on switch_..._back_to take_..._back_to return_..._to set_..._back step_..._back take_..._back go_one_..._back',
  apply:
    'apply roll_..._out run sync create update install deploy set_..._up provision execute upgrade reconcile bump restart change put scale up reapply push patch add set rerun enforce configure',
  update:
    'update upgrade bump refresh raise pull bring_..._up_to_date get_..._up_to_date catch_..._up modernize =bump =upgrade =update renovate move_..._to lift raise_..._to go_to_version switch_..._to_version bring_..._to migrate_..._to',
  migrate:
    'migrate run_migrate upgrade apply =migration =migrations run_..._migrations db_push migrate_..._up bring_..._up_to_date roll_..._back rollback downgrade revert run update undo roll_..._forward bring_..._schema_up go_back_one take_..._back go_one_..._back go_..._migration_back',
  seed: 'seed populate load fill import insert reseed =seeding =seed',
  push: 'push upload send_..._up publish sync ship land force-push forcepush force_push get_..._up put_..._up put_..._on_github =push mirror commit_and_push send_it ship_it out_it_goes put_..._onto get_..._onto put_..._on_origin get_..._to_origin put_..._on_github put_..._on_main get_..._on_main put_..._on_the_remote',
  'open-pr':
    'open_..._pr create_..._pr make_..._pr raise_..._pr submit_..._pr file_..._pr put_..._pr send_..._pr draft_..._pr open_..._mr create_..._mr make_..._mr open_..._pull_request create_..._pull_request make_..._pull_request open_..._merge_request create_..._merge_request pr_it open_one open create =pr =prs =mr file get_..._up_for_review put_..._up_for_review send_..._for_review',
  merge:
    'merge squash-merge squash_merge land integrate get_..._in bring_..._in automerge auto-merge pull_..._in combine cherry-pick cherrypick revert =merge take_..._in put_..._in get_..._merged fold_..._in fast-forward',
  approve:
    'approve lgtm sign_..._off accept okay =approval greenlight thumbs_up green_light wave_..._through stamp give_..._ok give_..._approval give_..._thumbs_up sign',
  comment:
    'comment reply answer respond post tell write note leave_..._comment leave_..._note mention add_..._comment put_..._comment =comment =reply drop_..._comment update say ask request review ping let_..._know',
  close:
    'close resolve reject decline dismiss lock wontfix transition move delete archive shut mark =closing shut_..._down_as mark_..._as wrap_..._up retire call_..._done',
  'open-issue':
    'open file create report raise submit write log_..._issue make add edit update relabel label assign transfer pin',
  release:
    'release publish tag =release ship put_..._out create_..._release make_..._release prepare_..._release draft_..._release cut_..._release cut',
  publish: 'publish release ship upload push deploy put_..._out =publication =publish cut',
  tag: 'tag retag move_..._tag mark =tag cut',
  rename: 'rename =rename call change retitle',
  move: 'move mv relocate transfer put shift migrate rename archive =move',
  copy: 'copy cp duplicate clone mirror sync back_..._up backup transfer replicate place put rsync export =copy',
  backup:
    'back_..._up backup snapshot archive dump save =backup =dump =snapshot save_..._copy keep_..._copy take_..._copy',
  send: 'send upload post share submit mail email e-mail forward publish transfer push deliver ping notify scp rsync curl copy sync put give move mirror back_..._up backup call hit fire trigger hand_..._over stream drop text message announce try request invite =upload =post save replay enqueue produce archive_..._to add upload_..._to tell let_..._know =message =email =mail =webhook =ping dm slack alert get_..._over_to hand pass_..._on bring_..._to make_..._available pass relay route beam inform cc loop_..._in reach_out share_..._with put_..._on drop_..._in drop_..._into copy_..._over bring_..._over get_..._to',
  download: 'download fetch get pull grab retrieve wget curl clone save import load copy =download sync',
  read: 'read look see check view open inspect cat examine look_up look_at look_into go_through scan review tell list get count query select show find compare summarize summarise analyze analyse explain describe verify diagnose investigate debug understand figure_out print tail watch monitor measure profile trace audit check_out =look =check pull_up dig_into reproduce dig peek skim browse parse size count_..._up break_..._down walk_..._through',
  show: 'show print display cat reveal give tell get output dump echo paste copy read decode decrypt fetch put what_is extract list see need',
  search: 'search find grep look_for look scan hunt locate check list which where identify go_through crawl =search',
  install:
    'install add set_..._up setup upgrade use get update pull_..._in bring_..._in require pin switch_to try downgrade reinstall include depend_on swap put unpack bootstrap =install =installation migrate_to bump get_..._in throw_..._in put_..._on load onboard bring put_..._in npm_i pnpm_i pip_i',
  grant:
    'grant give allow permit add authorize authorise enable let share make put attach assign elevate promote set create invite chmod chown change fix register whitelist allowlist extend loosen import open let_..._in give_..._access hand_..._rights empower entitle onboard add_..._to_the_group make_..._admin make_..._owner make_..._maintainer open_..._up_to make_..._mine make_..._ours',
  expose:
    'expose open allow tunnel share publish make_..._public forward make_..._reachable make_..._accessible serve listen bind let_..._in set unblock whitelist allowlist authorize enable port-forward accept open_..._up put_..._online put_..._on_the_internet let_..._through give_..._public_url get_..._public_url public_url public_link',
  schedule:
    'schedule cron crontab automate enable autostart run_..._nightly run_..._daily run_..._hourly start_..._on_boot start_..._on_login start_..._at_boot =crontab =cronjob =cron =timer put install set_..._up add register create run start make_..._start change edit update remove keep_..._running put_..._into_cron put_..._in_cron put_..._in_my_crontab put_..._in_the_crontab let_..._run_every run_..._every do_..._every',
  disable:
    'disable turn_..._off switch_..._off skip bypass ignore suppress remove drop mute silence deactivate get_rid_of relax loosen comment_..._out kill stop opt_out do_without lower weaken whitelist exempt exclude unprotect accept allow trust make set unset xfail xskip quarantine park use delete shut_..._off =bypass =skip change off edit allow-list unlock take_..._out mute_..._out shut_..._off_for switch_..._to_off get_..._out_of_the_way kill_..._off neutralize neutralise lift suspend',
  skip: 'skip bypass ignore without omit leave_out no_need_for override =skip disable turn_..._off',
  enable: 'enable turn_..._on switch_..._on rollout activate allow set add =enabling flip roll_..._out rollout start',
  login:
    'login log_in log_..._in sign_in authenticate auth switch use log_..._out logout sign_out =login connect change refresh =re-login relogin',
  rotate:
    'rotate regenerate renew reissue create make_..._new make_..._key make_..._token generate revoke replace recreate mint issue refresh set add store put save change update cycle roll write =rotation import =new swap_..._out exchange',
  write:
    'write create make add put edit change update set fix save append generate insert replace modify adjust rewrite extend draft document fill correct store dump export export_..._to patch configure implement bump rename convert translate rework redo move remove drop swap record note build produce render refactor port migrate prepare turn increment decrement mark soft-delete backfill =entry switch allow disable enable convert comment_..._out pin point map pull_..._into log upsert merge bring hook apply include stick lower raise sort use format plot collect summarize summarise extract introduce wire split strip clean jot stick_..._in put_..._in put_..._into drop_..._into place rephrase reword sketch outline compose copy lay patch_..._up touch_..._up fill_..._in pin_..._to set_..._to flip',
  configure:
    'set configure change switch point update use config add enable edit adjust tune put remove unset reset turn_..._on turn_..._off store save repoint register install map link replace wire fix connect rename swap setup set_..._up alias',
  run: 'run execute start try test call use launch do invoke trigger kick_..._off rerun re-run apply perform fire go_ahead_with =run repeat process play check train evaluate benchmark profile simulate continue go_on_with put pipe work generate compute eval fire_..._up kick go_through put_..._through crunch work_through iterate recompute',
  test: 'test run_..._tests check verify try validate =tests =test run',
  build: 'build compile assemble bundle package make rebuild recompile =build link',
  commit: 'commit =commit check_..._in save record',
  amend:
    'amend fixup fix_up same_commit squash fold_..._into add_..._to_the_last_commit add_..._to_last_commit into_the_last_commit in_the_last_commit reword change_..._commit_message rewrite fix_..._commit_message edit_..._commit_message last_commit_message previous_commit put_..._into_the_last_commit =amend',
  squash: 'squash autosquash fold combine collapse =squash fixup melt merge_..._into_one',
  rebase:
    'rebase autosquash squash reword reorder edit_..._history clean_..._history update sync replay =rebase split fixup drop move bring_..._up_to_date put_..._on_top',
  'rewrite-history':
    'rewrite purge scrub remove_..._from_history delete_..._from_history erase_..._from_history wipe_..._from_history strip_..._from_history get_..._out_of_history get_..._out_of_the_history remove_..._from_the_history filter_..._history clean_..._history =rewrite filter-repo filter-branch bfg gone_from_every_commit squash rebase reset undo uncommit back_to expire gc',
  force:
    'force overwrite force-push force_push forcepush --force -f with_force with_lease force-with-lease =force replace hard',
  stash: 'stash shelve put_aside =stash set_..._aside pop unstash save',
  branch: 'branch switch checkout check_out create_..._branch make_..._branch new_branch',
  archive: 'archive zip tar compress pack bundle retire freeze =archive',
  format:
    'format partition mkfs reformat wipe initialize initialise erase flash image dd write clone burn =format zero overwrite resize set_..._up create grow extend',
  mount: 'mount unmount umount eject attach detach plug format',
  connect:
    'connect ssh log_in attach login reach check try telnet open ping talk_to tunnel go_on go_to test probe log_into hop_on use look',
  import:
    'import load restore ingest read_in pull_in replay =import =restore insert put bring_..._back reload copy recover seed',
  export: 'export dump extract =export =dump download save get back_..._up backup copy take pull snapshot',
  delegate:
    'delegate spawn agent subagent sub-agent have let hand_..._off hand_..._over use ask =agent =agents =subagent parallelize research review run start task launch split explore',
  protect: 'protect lock harden secure unprotect unlock require =protection',
  keep: 'keep preserve retain leave save hold_on_to hold_onto spare',
  touch:
    'touch change modify edit alter mess_with fiddle_with play_with tamper_with break interfere_with work_on affect',
  transfer: 'transfer move hand_..._over send',
  block: 'block ban deny reject drain cordon blacklist blocklist taint evict isolate',
  pay: 'pay refund charge transfer buy purchase order invoice bill reimburse payout =refund =payment credit issue give_..._money_back',
  order: 'order buy purchase book reserve subscribe',
  scan: 'scan nmap portscan probe =scan check look enumerate discover find audit pentest fuzz',
  sync: 'sync synchronize synchronise mirror =sync push pull reconcile rsync',
  fix: 'fix repair solve resolve debug correct address handle get_..._working make_..._work make_..._pass get_..._green =fix unblock',
  plan: 'plan preview dry-run simulate diff =plan =preview',
  gist: 'gist make_..._gist create_..._gist put_..._gist paste_..._gist =gist',
  encrypt: 'encrypt sign seal decrypt',
  subscribe: 'subscribe watch follow join register',
}
