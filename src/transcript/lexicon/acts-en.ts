/**
 * English words for acts. Verbs in base form, blank-separated words of a phrase joined by `_`. `...` lets an object stand
 * between (`throw ... away`). Nouns that name an act (`teardown`) are marked `=noun`.
 */
import type { ActWords } from './act.js'

export const englishActs: ActWords = {
  delete:
    'delete del remove rm erase wipe destroy nuke trash unlink scrap ditch toss zap eliminate purge drop kill get_rid_of get_ridof throw_..._away throw_..._out clear_..._out clean_..._out tear_..._down take_..._down blow_..._away do_away_with terminate decommission retire undeploy uninstall prune shred expunge expire unset untag deprovision unregister deregister dispose_of clean_..._from strike vacuum sweep revoke =deletion =removal =teardown out_with take_..._out pull_..._out rip_..._out deprecate mark_..._as_deprecated can_go may_go should_go must_go needs_to_go need_to_go has_to_go have_to_go yank axe bin junk obliterate vaporize evict blast chuck clear_..._away take_..._away kill_..._off wipe_..._out wipe_..._off pull_..._down put_..._out_of lose sunset reclaim strip rid cleanse unlist delist withdraw expel detach disband dissolve knock_..._out throw_..._off put_..._in_the_bin away_with off_with be_gone take_..._off forget away_with raze level_it level_everything level_the flatten demolish dismantle annihilate extinguish abolish eradicate evaporate oust banish bury sink scuttle torch liquidate nix annul boot_..._out kick_..._out kick_out root_..._out weed_..._out cross_..._off strike_..._off rub_..._out thin_..._out offload unload shed finish_..._off finish_off finish_with put_..._down pull_the_plug throw_away throw_out tear_to_the_ground bring_..._down rid_..._of dismiss sack clear_away send_..._packing show_..._the_door part_with wave_goodbye say_goodbye_to goodbye_to take_..._apart kill_off knock_down depublish unship undefine unmap purge_..._from cut_..._loose let_go_of let_..._go get_shot_of see_off recycle shut_..._down_for_good take_..._down_for_good switch_..._off_for_good close_..._down_for_good',
  discard:
    'discard reset revert undo restore abandon start_over start_again start_fresh roll_..._back rollback throw_..._away throw_..._out get_rid_of toss scrap drop forget wipe nuke blow_..._away ditch lose clean overwrite delete remove back_..._out take_..._theirs take_..._ours use_..._theirs use_..._ours accept_..._theirs accept_..._ours keep_..._theirs keep_..._ours =reset =discard undo_..._all =revert trash match_..._exactly away_with put_..._back_to put_..._back go_back_to_the_last exactly_like make_..._like bin unwind take_..._back roll_back_to exactly_what chuck throw_away let_..._go scratch unmake annul roll_..._away set_..._back pull_..._back back_to_where take_..._away_again put_..._back_as',
  tidy: 'clean_..._up cleanup tidy tidy_..._up clear_..._up declutter sort_..._out free_..._up free make_room make_space make_some_space save_space housekeep =cleanup clean',
  empty:
    'empty clear flush truncate wipe purge drain clean reset =flush =purge flushall flushdb delete drop remove vacuum recreate start_over start_fresh nuke erase rebuild zero blank hollow clear_..._out clean_..._out wipe_..._out flush_..._out cut_..._down trim vacuum zap hose clear_down reset_..._to_zero strip scrub sweep_..._out pour_..._out bring_..._to_zero',
  stop: 'stop halt pause suspend deallocate shut_..._down shutdown shut_..._off turn_..._off switch_..._off take_..._down bring_..._down tear_..._down power_..._off power_..._down shut_..._off quit end disable down hibernate park kill unload tear_it_down =shutdown take_..._offline freeze cut bring_..._to_a_halt take_..._out_of_service put_..._to_sleep sleep cease wind_..._down spin_..._down scale_..._to_zero pull_the_plug switch_..._down stand_..._down wind_..._up take_..._away unplug put_..._on_ice bring_..._to_rest rest cool_..._down call_a_halt hold_..._down',
  kill: 'kill end stop terminate quit close shut_..._down pkill killall interrupt shoot take_..._down get_rid_of shoot_..._down put_..._down knock_..._out zap nuke smoke end_task sigkill finish_..._off finish_off axe slay exit pull_the_plug put_an_end_to get_..._to_exit bring_..._to_an_end force-quit force_quit murder take_..._out knock_..._off bump_..._off put_..._to_rest put_..._to_sleep bin',
  cancel:
    'cancel abort kill stop scancel call_..._off terminate end withdraw drop bkill qdel dequeue delete remove pull scrub revoke stop_..._from_running take_..._out_of_the_queue call_..._back recall scratch scrap retract pull_..._back take_..._out take_..._off cut_..._short finish_..._off nix rescind unschedule undo unqueue knock_..._on_the_head pull_the_plug dismiss kick_..._out call_off void',
  start:
    'start launch queue_up queue enqueue submit boot bring_..._up spin_..._up fire_..._up start_..._up turn_..._on switch_..._on resume serve run open up power_..._on wake unpause bring_..._back kick_..._off get_..._going get_..._running bring_..._online put_..._online awaken revive set_off set_..._going get_..._started let_..._run let_..._loose put_..._to_work set_..._off crank_up crank_..._up spawn spin_up bring_up put_..._in_the_queue',
  restart:
    'restart reboot reload bounce cycle respawn recycle kick relaunch roll re-start power_cycle start_..._again =restart =reboot =reload redeploy refresh hup turn_..._off_and_on kick_..._over give_..._a_kick give_..._restart do_..._restart restart_..._once rejuvenate rekick roll_..._over give_..._nudge recreate re-create revive bring_..._back_up boot stop_and_start respin turn_..._over',
  scale:
    'scale resize autoscale shrink grow scale_..._down scale_..._up scale_..._in scale_..._out =scaling set bump increase decrease reduce raise lower double triple halve size up_size downsize bring_..._to take_..._to go_to drop_..._to raise_..._to widen beef_up beef_..._up step_..._up step_..._down ramp_..._up ramp_..._down turn_..._up turn_..._down go_down_to go_up_to crank_..._up give_..._more add_..._more stretch cut_..._to cut_..._down',
  deploy:
    'deploy redeploy release ship roll_..._out rollout publish promote go_live put_..._live bring_..._live push_..._live take_..._live make_..._live get_..._live push_..._out =deploy =deployment =rollout flash sideload launch upload install hotfix sync push cut_over switch_..._over get_..._out get_..._onto bring_..._out move_..._to_prod switch_..._to go_out roll put_..._into_production release_..._to bring_..._to_production activate put_..._into_service swap_..._in let_..._loose go_live_with unleash set_..._live let_it_fly unveil land push_..._to_prod send_..._out lift send_..._live put_..._in_production bring_..._onto get_..._into_production get_..._to_prod hand_..._over_to_users go_ahead_with make_..._happen serve ship_..._out',
  rollback:
    'rollback roll_..._back revert undo downgrade go_back_to back_..._out switch_..._back =rollback restore downgrade_..._to step_back_to put_..._back go_back_to_version put_..._back_on switch_..._back_to take_..._back_to return_..._to set_..._back step_..._back take_..._back go_one_..._back go_back return put_..._on_the_old switch_to_the_old take_back undo_the_last get_..._back_to reinstate step_back fall_back unship pull_..._back back_out bring_..._back set_..._back_to bring_back',
  apply:
    'apply roll_..._out run sync create update install deploy set_..._up provision execute upgrade reconcile bump restart change put scale up reapply push patch add set rerun enforce configure carry_out carry_..._out put_..._into_effect make_..._real make_it_so go_through_with enact effectuate realize realise make_..._happen bring_..._about go_ahead_with',
  update:
    'update upgrade bump refresh raise pull bring_..._up_to_date get_..._up_to_date catch_..._up modernize =bump =upgrade =update renovate move_..._to lift raise_..._to go_to_version switch_..._to_version bring_..._to migrate_..._to',
  migrate:
    'migrate run_migrate upgrade apply =migration =migrations run_..._migrations db_push migrate_..._up bring_..._up_to_date roll_..._back rollback downgrade revert run update undo roll_..._forward bring_..._schema_up go_back_one take_..._back go_one_..._back go_..._migration_back move_..._schema run_the_migrations alter evolve step_..._back take_..._down_one take_..._one_back advance',
  seed: 'seed populate load fill import insert reseed =seeding =seed',
  push: 'push upload send_..._up publish sync ship land force-push forcepush force_push get_..._up put_..._up put_..._on_github =push mirror commit_and_push send_it ship_it out_it_goes put_..._onto get_..._onto put_..._on_origin get_..._to_origin put_..._on_github put_..._on_main get_..._on_main put_..._on_the_remote get_..._out_to_origin hand_..._to_origin bring_..._to_origin bring_..._to_github put_..._on_gitlab get_..._on_github get_..._on_gitlab upstream_it deliver share transfer put_..._on_codeberg hoist',
  'open-pr':
    'open_..._pr create_..._pr make_..._pr raise_..._pr submit_..._pr file_..._pr put_..._pr send_..._pr draft_..._pr open_..._mr create_..._mr make_..._mr open_..._pull_request create_..._pull_request make_..._pull_request open_..._merge_request create_..._merge_request pr_it open_one open create =pr =prs =mr file get_..._up_for_review put_..._up_for_review send_..._for_review',
  merge:
    'merge squash-merge squash_merge land integrate get_..._in bring_..._in automerge auto-merge pull_..._in combine cherry-pick cherrypick revert =merge take_..._in put_..._in get_..._merged fold_..._in fast-forward fold mix join unite put_..._together bring_..._together pull_..._over adopt accept splice slot_..._in let_..._in',
  approve:
    'approve lgtm sign_..._off accept okay =approval greenlight thumbs_up green_light wave_..._through stamp give_..._ok give_..._approval give_..._thumbs_up sign bless give_..._blessing give_..._nod give_..._green_light rubber-stamp vote_for ratify endorse give_..._a_plus vouch_for',
  comment:
    'comment reply answer respond post tell write note leave_..._comment leave_..._note mention add_..._comment put_..._comment =comment =reply drop_..._comment update say ask request review ping let_..._know leave_..._line drop_..._line get_back_to give_..._heads-up chime_in add_to_the_thread put_..._in_the_thread write_back thank acknowledge',
  close:
    'close resolve reject decline dismiss lock wontfix transition move delete archive shut mark =closing shut_..._down_as mark_..._as wrap_..._up retire call_..._done shelve mark_as_done mark_..._done call_it_done put_..._to_bed conclude tick_off be_done_with',
  'open-issue':
    'open file create report raise submit write log_..._issue make add edit update relabel label assign transfer pin',
  release:
    'release publish tag =release ship put_..._out create_..._release make_..._release prepare_..._release draft_..._release cut_..._release cut get_..._out bring_..._out publish_..._as call_it roll mint finalize finalise let_..._out',
  publish:
    'publish release ship upload push deploy put_..._out =publication =publish cut get_..._out bring_..._out get_..._on_npm put_..._on_npm put_..._on_pypi put_..._up make_..._available let_..._out send_..._out give_..._to_the_world release_..._to submit',
  tag: 'tag retag move_..._tag mark =tag cut',
  rename: 'rename =rename call change retitle give_..._new_name become rechristen',
  move: 'move mv relocate transfer put shift migrate rename archive =move',
  copy: 'copy cp duplicate clone mirror sync back_..._up backup transfer replicate place put rsync export =copy',
  backup:
    'back_..._up backup snapshot archive dump save =backup =dump =snapshot save_..._copy keep_..._copy take_..._copy',
  send: 'send upload post share mail email e-mail forward publish transfer push deliver ping notify scp rsync curl copy sync put give move mirror back_..._up backup call hit fire trigger hand_..._over stream drop text message announce try request invite =upload =post save replay enqueue produce archive_..._to add upload_..._to tell let_..._know =message =email =mail =webhook =ping dm slack alert get_..._over_to pass_..._on bring_..._to make_..._available pass relay route beam inform cc loop_..._in reach_out share_..._with put_..._on drop_..._in drop_..._into copy_..._over bring_..._over get_..._to get_..._across get_..._out_to fire_off shoot_..._over send_off pass_along pass_on circulate distribute hand_on forward_on drop_..._at drop_..._off leave_..._at lay_..._in put_..._in tip_off fax wire',
  download: 'download fetch get pull grab retrieve wget curl clone save import load copy =download sync',
  read: 'read look see check view open inspect cat examine look_up look_at look_into go_through scan review tell list get count query select show find compare summarize summarise analyze analyse explain describe verify diagnose investigate debug understand figure_out print tail watch monitor measure profile trace audit check_out =look =check pull_up dig_into reproduce dig peek skim browse parse size count_..._up break_..._down walk_..._through',
  show: 'show print display cat reveal give tell get output dump echo paste copy read decode decrypt fetch put what_is extract list see need',
  search: 'search find grep look_for look scan hunt locate check list which where identify go_through crawl =search',
  install:
    'install add set_..._up setup upgrade use get update pull_..._in bring_..._in require pin switch_to try downgrade reinstall include depend_on swap put unpack bootstrap =install =installation migrate_to bump get_..._in throw_..._in put_..._on load onboard bring put_..._in npm_i pnpm_i pip_i grab get_hold_of bring_..._aboard bring_..._along pick_up start_using go_for go_with',
  grant:
    'grant give allow permit add authorize authorise enable let share make put attach assign elevate promote set create invite chmod chown change fix register whitelist allowlist extend loosen import open let_..._in give_..._access hand_..._rights empower entitle onboard add_..._to_the_group make_..._admin make_..._owner make_..._maintainer open_..._up_to make_..._mine make_..._ours entrust bestow vest confer put_..._on_the_list put_..._into_the_group add_..._to_the_team take_..._on let_..._see let_..._read let_..._use let_..._write let_..._at upgrade make_..._a equip_..._with provide_..._with',
  expose:
    'expose open allow tunnel share publish make_..._public forward make_..._reachable make_..._accessible serve listen bind let_..._in set unblock whitelist allowlist authorize enable port-forward accept open_..._up put_..._online put_..._on_the_internet let_..._through give_..._public_url get_..._public_url public_url public_link make_..._visible make_..._available open_..._to unfirewall punch_a_hole put_..._behind_a_public hand_out let_..._reach give_..._access_to make_..._readable',
  schedule:
    'schedule cron crontab automate enable autostart run_..._nightly run_..._daily run_..._hourly start_..._on_boot start_..._on_login start_..._at_boot =crontab =cronjob =cron =timer put install set_..._up add register create run start make_..._start change edit update remove keep_..._running put_..._into_cron put_..._in_cron put_..._in_my_crontab put_..._in_the_crontab let_..._run_every run_..._every do_..._every set_up_a_timer have_..._run repeat set_..._to_run set_an_alarm plan arrange recur do_..._automatically do_..._regularly let_..._happen',
  disable:
    'disable turn_..._off switch_..._off skip bypass ignore suppress remove drop mute silence deactivate get_rid_of relax loosen comment_..._out kill stop opt_out do_without lower weaken whitelist exempt exclude unprotect accept allow trust make set unset xfail xskip quarantine park use delete shut_..._off =bypass =skip change off edit allow-list unlock take_..._out mute_..._out shut_..._off_for switch_..._to_off get_..._out_of_the_way kill_..._off neutralize neutralise lift suspend quiet quieten shut stifle muzzle retire stop_..._from stop_checking take_..._down dispense_with do_away_with put_..._to_sleep put_..._aside turn_..._down ease waive dial_..._down hush pause relent drop_the_check knock_..._out',
  skip: 'skip bypass ignore without omit leave_out no_need_for override =skip disable turn_..._off',
  enable:
    'enable turn_..._on switch_..._on rollout activate allow set add =enabling flip roll_..._out rollout start start_using put_..._on bring_..._to_life light_..._up wake arm engage unlock unmute',
  login:
    'login log_in log_..._in sign_in authenticate auth switch use log_..._out logout sign_out =login connect change refresh =re-login relogin',
  rotate:
    'rotate regenerate renew reissue create make_..._new make_..._key make_..._token generate revoke replace recreate mint issue refresh set add store put save change update cycle roll write =rotation import =new swap_..._out exchange swap redo reroll re-roll remint change_..._out roll_over invalidate cycle_through give_..._a_new',
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
    'import load restore ingest read_in pull_in replay =import =restore insert put bring_..._back reload copy recover seed feed pour slurp take_..._in put_..._back play_..._back bring_..._in reinstate get_..._back',
  export: 'export dump extract =export =dump download save get back_..._up backup copy take pull snapshot',
  delegate:
    'delegate spawn agent subagent sub-agent have let hand_..._off hand_..._over use ask =agent =agents =subagent parallelize research review run start task launch split explore farm_..._out put_..._on_it set_..._on_it have_a',
  protect: 'protect lock harden secure unprotect unlock require =protection',
  keep: 'keep preserve retain leave save hold_on_to hold_onto spare',
  touch:
    'touch change modify edit alter mess_with fiddle_with play_with tamper_with break interfere_with work_on affect',
  transfer: 'transfer move hand_..._over send',
  block: 'block ban deny reject drain cordon blacklist blocklist taint evict isolate',
  pay: 'pay refund charge transfer buy purchase order invoice bill reimburse payout =refund =payment credit issue give_..._money_back give_..._back get_..._back return settle cover repay compensate hand_..._back send_..._money credit_..._back',
  order: 'order buy purchase book reserve subscribe',
  scan: 'scan nmap portscan probe =scan check look enumerate discover find audit pentest fuzz',
  sync: 'sync synchronize synchronise mirror =sync push pull reconcile rsync',
  fix: 'fix repair solve resolve debug correct address handle get_..._working make_..._work make_..._pass get_..._green =fix unblock',
  plan: 'plan preview dry-run simulate diff =plan =preview',
  gist: 'gist make_..._gist create_..._gist put_..._gist paste_..._gist =gist',
  encrypt: 'encrypt sign seal decrypt',
  subscribe: 'subscribe watch follow join register',
}
