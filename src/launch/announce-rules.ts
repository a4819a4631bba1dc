/** Says aloud, and writes into the log, which of the user's rules are out of force and which are back. */
import type { SessionLog } from '../log/append.js'
import { printable } from '../log/print.js'
import type { Redact } from '../log/redact.js'
import { followModes, type Transcripts } from '../permissions/follow-mode.js'
import { sayMode } from '../permissions/mode.js'
import type { Announcement, Permissions } from '../permissions/permissions.js'
import { sayFault } from '../permissions/rule.js'
import { sayChange } from '../permissions/standing.js'
import { watchPermissions } from '../permissions/watch.js'

/** Rules that are named on the terminal at once; the log has all. */
const MAX_SHOWN = 8

/** Says what holds now and follows the files; the returned function ends that. */
export async function announceRules(
  permissions: Permissions,
  log: SessionLog,
  redact: Redact,
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  permissions.announceTo((announcement) => {
    for (const line of spoken(announcement)) say(printable(line))
    log.append(written(announcement, redact))
  })
  const follow = (transcripts: Transcripts) =>
    followModes(
      transcripts,
      (mode) => permissions.observeMode(mode, 'transcript'),
      (problem) => {
        // Where a switch to auto mode cannot be seen, it counts as made.
        permissions.observeMode('auto', 'transcript')
        say(`the agent's transcript cannot be followed (${problem}); it counts as being in auto mode`)
      },
    )
  const { transcripts } = permissions
  const endings = [
    ...(permissions.files.length > 0
      ? [
          watchPermissions(permissions, (problem) =>
            say(`settings are not watched (${problem}); rules stay as they are`),
          ),
        ]
      : []),
    ...(transcripts ? [follow(transcripts)] : []),
  ]
  const close = await Promise.all(endings)
  return async () => {
    for (const end of close) await end()
  }
}

function spoken({ mode, changes, faults }: Announcement): string[] {
  const head = changes.length > 0 ? [`${sayMode(mode)}: rules that permit arbitrary code`] : []
  const shown = changes.slice(0, MAX_SHOWN).map((change) => `  ${sayChange(change)}`)
  const more =
    changes.length > MAX_SHOWN
      ? [`  and ${changes.length - MAX_SHOWN} more; \`gatesh rules --dropped\` lists them`]
      : []
  return [
    ...head,
    ...shown,
    ...more,
    ...faults.map((fault) => `${sayFault(fault)}; rules last read from it stay in force`),
  ]
}

function written({ mode, changes, faults }: Announcement, redact: Redact): Parameters<SessionLog['append']>[0] {
  return {
    kind: 'rules',
    mode: sayMode(mode),
    rules: changes.map(({ rule, origin, why, state }) => ({
      rule: redact(rule),
      file: origin.file,
      line: origin.line,
      why,
      state,
    })),
    faults: faults.map((fault) => redact(sayFault(fault))),
  }
}
