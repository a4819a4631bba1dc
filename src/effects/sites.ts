/** Command lines of content systems: they act on the database and files of a site, often of a live one. */
import { type Act, act, family, type Program } from './acts.js'
import type { Family } from './context.js'
import { environmentFlags } from './environment.js'

const reads = (words: string): Record<string, Act> =>
  Object.fromEntries(words.split(',').map((word) => [word, act('db.read', `runs \`${word}\``)]))

const wp: Program = {
  read: 'db.read',
  values:
    '--path --url --ssh --http --user --require --format --fields --field --post_type --post_status --skip-columns --include-columns --precision --tables --role --meta_key --meta_value --number --orderby --order',
  dryRun: ['--dry-run'],
  flags: { '--all-tables': 'all', '--all': 'all', '--force': 'force', '--network': 'all', '--yes': 'auto-approve' },
  targets: { '--url': 'url', '--ssh': 'host' },
  pathWords: 2,
  acts: {
    ...reads(
      'post list,post get,option get,option list,plugin list,theme list,user list,user get,core version,core check-update,core verify-checksums,db size,db tables,db check,db columns,cron event list,site list,menu list,comment list,term list,config get,config list,cli info,transient get,media list,post meta list,role list,plugin status',
    ),
    'search-replace': act('db.write', 'replaces in the database', ['resource', 'resource']),
    'db export': act('db.dump', 'dumps the database', ['path']),
    'db import': act('db.restore', 'loads a dump', ['path']),
    'db reset': act('db.drop', 'resets the database', [], ['all']),
    'db drop': act('db.drop', 'drops the database', [], ['all']),
    'db clean': act('db.drop', 'drops the tables', [], ['all']),
    'db query': act('db.write', 'runs SQL', ['resource']),
    'db optimize': act('db.admin', 'optimises'),
    'db repair': act('db.admin', 'repairs'),
    'db create': act('db.schema', 'creates the database'),
    'post delete': act('db.delete', 'deletes posts', ['resource']),
    'comment delete': act('db.delete', 'deletes comments', ['resource']),
    'user delete': act('sys.user', 'deletes the account', ['user']),
    'user create': act('sys.user', 'makes an account', ['user']),
    'user update': act('sys.user', 'changes the account', ['user']),
    'user set-role': act('db.grant', 'changes the role of', ['user']),
    'user reset-password': act('sys.user', 'resets the password of', ['user']),
    'option update': act('db.write', 'sets the option', ['config']),
    'option delete': act('db.delete', 'deletes the option', ['config']),
    'site delete': act('db.drop', 'deletes the site', ['resource']),
    'site empty': act('db.drop', 'empties the site', ['resource'], ['all']),
    'plugin install': act('pkg.install', 'installs', ['package']),
    'plugin update': act('pkg.update', 'updates', ['package']),
    'plugin activate': act('db.write', 'activates', ['package']),
    'plugin deactivate': act('db.write', 'deactivates', ['package']),
    'plugin delete': act('pkg.remove', 'removes', ['package']),
    'theme install': act('pkg.install', 'installs', ['package']),
    'theme update': act('pkg.update', 'updates', ['package']),
    'theme delete': act('pkg.remove', 'removes', ['package']),
    'core update': act('pkg.update', 'updates the core'),
    'core install': act('db.schema', 'installs the site'),
    'core download': act('pkg.install', 'downloads the core'),
    'core update-db': act('db.migrate', 'migrates the database'),
    'cache flush': act('db.delete', 'empties the cache', [], ['local']),
    'transient delete': act('db.delete', 'deletes transients'),
    'rewrite flush': act('db.write', 'renews the rewrite rules'),
    'maintenance-mode activate': act('sys.service', 'takes the site down'),
    'maintenance-mode deactivate': act('sys.service', 'brings the site back'),
    eval: act('exec.opaque', 'runs code in the site'),
    'eval-file': act('exec.opaque', 'runs code in the site', ['path']),
    shell: act('exec.opaque', 'opens a shell in the site'),
    'post create': act('db.write', 'creates a post'),
    'post update': act('db.write', 'changes posts', ['resource']),
    'media import': act('db.write', 'imports media', ['path']),
    scaffold: act('fs.write', 'writes files', ['path']),
    'config set': act('sys.config', 'sets', ['config']),
    'config create': act('fs.write', 'writes the configuration'),
    'cron event run': act('exec.local', 'runs a scheduled event', ['job']),
  },
  otherwise: act('db.write', 'acts on the site'),
  // `wp @live ...` names the site by an alias.
  refine: (found, call) => {
    const alias = call.command.argv.find((word) => /^@\w/.test(word.text ?? ''))
    if (!alias) return [found]
    const flags = new Set([...found.flags, ...environmentFlags([alias.text])])
    return [
      {
        ...found,
        targets: [...found.targets, { type: 'environment', value: alias.text!.slice(1), raw: alias.text! }],
        flags: [...flags],
      },
    ]
  },
}

const drush: Program = {
  read: 'db.read',
  values: '-r --root -l --uri -u --user --format --fields',
  flags: { '-y': 'auto-approve', '--yes': 'auto-approve' },
  targets: { '-l': 'url', '--uri': 'url' },
  acts: {
    ...reads(
      'status,st,config:get,cget,pm:list,pml,user:information,watchdog:show,ws,sql:connect,core:requirements,updatedb:status,updbst,config:status,cst,state:get',
    ),
    updatedb: act('db.migrate', 'migrates the database'),
    updb: act('db.migrate', 'migrates the database'),
    'cache:rebuild': act('db.delete', 'rebuilds the cache', [], ['local']),
    cr: act('db.delete', 'rebuilds the cache', [], ['local']),
    'sql:drop': act('db.drop', 'drops the tables', [], ['all']),
    'sql:dump': act('db.dump', 'dumps the database'),
    'sql:sync': act('db.restore', 'copies a database over another', ['environment', 'environment']),
    'sql:query': act('db.write', 'runs SQL', ['resource']),
    sqlq: act('db.write', 'runs SQL', ['resource']),
    'site:install': act('db.drop', 'installs the site anew', [], ['all']),
    si: act('db.drop', 'installs the site anew', [], ['all']),
    'config:import': act('db.write', 'imports configuration'),
    cim: act('db.write', 'imports configuration'),
    'config:export': act('fs.write', 'exports configuration'),
    cex: act('fs.write', 'exports configuration'),
    'pm:install': act('db.write', 'enables', ['package']),
    en: act('db.write', 'enables', ['package']),
    'pm:uninstall': act('pkg.remove', 'removes', ['package']),
    'user:create': act('sys.user', 'makes an account', ['user']),
    'user:password': act('sys.user', 'sets a password', ['user']),
    'user:login': act('auth.login', 'makes a login link'),
    uli: act('auth.login', 'makes a login link'),
    'entity:delete': act('db.delete', 'deletes', ['resource']),
    'php:eval': act('exec.opaque', 'runs code in the site'),
    ev: act('exec.opaque', 'runs code in the site'),
    'watchdog:delete': act('sys.log', 'deletes log messages'),
    deploy: act('deploy.run', 'deploys'),
  },
  otherwise: act('db.write', 'acts on the site'),
}

export const sitePrograms: Readonly<Record<string, Family>> = { wp: family('wp', wp), drush: family('drush', drush) }
