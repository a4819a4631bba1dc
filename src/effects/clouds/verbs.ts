/** Operation names of cloud command lines by their words: `describe-instances`, `backend-services delete`. */
import { type Act, act } from '../acts.js'

const reads = new Set(
  'describe list get ls show head search lookup query scan check validate tail wait filter preview estimate view info status cat du stat read select batchget history diff export-template locate whoami whois count detect analyze explain simulate poll receive verify test-iam logs log metrics help version usage open inspect'.split(
    ' ',
  ),
)
const removes = new Set(
  'delete remove terminate destroy purge deregister release rm rb drop empty revoke unregister cancel clear expunge prune wipe uninstall abandon'.split(
    ' ',
  ),
)
const makes = new Set(
  'create put register allocate import copy add attach upload new provision request mb cp generate associate restore run launch publish tag clone enable-api init issue'.split(
    ' ',
  ),
)
const controls = new Set(
  'start stop reboot restart invoke resume suspend pause execute trigger send failover promote scale resize reset rotate ssh exec connect call submit dispatch apply rollback reboot-db detach disassociate move swap'.split(
    ' ',
  ),
)

/** Words of an operation that hand out or take rights, whatever the verb. */
const rights =
  /^(iam|iam-.*|.*policy|.*policies|.*role|.*roles|.*permission|.*permissions|.*-acl|acl|acls|.*binding|.*bindings|.*grant|.*grants|access-keys?|.*access-key|.*credentials?|service-accounts?|.*login-profile|group-membership|.*mfa-device|organizations|sso-admin|identitystore|ad|role-assignment|login-profile)$/

/**
 * The act of an operation whose words are known (`rds`, `delete-db-instance`). The last word decides where it is a verb
 * (gcloud, az); else the first part of the last word (aws). What has no known verb changes something, as far as is known.
 */
export function operationAct(words: readonly string[]): Act {
  const says = `runs \`${words.join(' ')}\` on`
  const last = words[words.length - 1] ?? ''
  const verb =
    [last, last.split('-')[0]!, ...words.slice(0, -1).reverse()].find(
      (word) => reads.has(word) || removes.has(word) || makes.has(word) || controls.has(word),
    ) ?? ''
  if (reads.has(verb)) return act('cloud.read', says, ['resource'])
  if (words.some((word) => rights.test(word)))
    return act('cloud.iam', says, ['resource'], removes.has(verb) ? ['delete'] : [])
  if (removes.has(verb)) return act('cloud.delete', says, ['resource'])
  if (controls.has(verb)) return act('cloud.control', says, ['resource'])
  if (makes.has(verb)) return act('cloud.make', says, ['resource'])
  return act('cloud.change', says, ['resource'])
}
