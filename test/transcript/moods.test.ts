import { describe, expect, test } from 'vitest'
import type { Act } from '../../src/transcript/lexicon/act.js'
import { readMessage } from '../../src/transcript/message.js'
import type { Mood } from '../../src/transcript/mood.js'

/** Moods in which the message names the act, without repeats. */
function moods(text: string, act: Act): readonly Mood[] {
  const uses = readMessage(text, 0).clauses.flatMap((clause) => clause.uses)
  return [...new Set(uses.filter((use) => use.acts.has(act)).map((use) => use.mood))]
}

const orders: readonly (readonly [string, Act])[] = [
  ['push it', 'push'],
  ['ok push it and open the pr', 'push'],
  ['can you delete the old branch?', 'delete'],
  ['could you please drop the table tmp_a', 'delete'],
  ['would you be so kind as to push that to main?', 'push'],
  ['i want you to restart nginx', 'restart'],
  ['i want the two branches deleted', 'delete'],
  ['the sessions table has to be emptied before the test at noon', 'empty'],
  ['feel free to force push', 'push'],
  ['please have it merged', 'merge'],
  ['go ahead and deploy', 'deploy'],
  ['you can push now', 'push'],
  ['you may delete captures/2023', 'delete'],
  ['captures/2023 can be deleted', 'delete'],
  ['throw everything uncommitted away', 'discard'],
  ['the sweep can go', 'delete'],
  ['do a force push to my branch', 'push'],
  ['stop process 31337', 'kill'],
  ['power it down', 'stop'],
  ['queue fit.sh', 'start'],
  ['pr please', 'open-pr'],
  ['make a gist of trace.log', 'gist'],
  ['get that onto main', 'push'],
  ['send it to anna@acme.example', 'send'],
  ['wipe whatever git doesnt know about', 'discard'],
  ['mach die lokale datenbank platt', 'empty'],
  ['dont forget to push', 'push'],
  ['let’s deploy it to staging', 'deploy'],
  ['git clean -fdx then configure', 'discard'],
  ['bitte den ordner alt löschen', 'delete'],
  ['kannst du den branch pushen?', 'push'],
  ['rec-www-old kann weg', 'delete'],
  ['borra la rama vieja', 'delete'],
  ['sí, bórralo', 'delete'],
  ['puedes desplegar en producción', 'deploy'],
  ['mainにプッシュしてください', 'push'],
  ['この表を削除して', 'delete'],
  ['把这张表删除掉', 'delete'],
  ['请推送到 main', 'push'],
]

const notOrders: readonly (readonly [string, Act, Mood | undefined])[] = [
  ['can we delete the old branch?', 'delete', 'asked'],
  ['should i push this?', 'push', 'asked'],
  ['why is the deploy broken?', 'deploy', 'asked'],
  ['what would happen if we drop the table', 'delete', undefined],
  ['how do i delete a branch on the remote', 'delete', 'asked'],
  ['do not push', 'push', 'forbidden'],
  ['nothing gets pushed today, ci is down', 'push', 'forbidden'],
  ['good text', 'send', 'told'],
  ['write the note, i want to see it before it is sent', 'send', undefined],
  ['improve the error message', 'send', undefined],
  ['fix the failing test', 'run', undefined],
  ['review the pending release', 'publish', undefined],
  ['explain the nightly deploy', 'deploy', undefined],
  ['443 isnt reachable', 'expose', undefined],
  ['the queue is clear', 'empty', undefined],
  ['dont push or open anything yet', 'push', 'forbidden'],
  ['never deploy on a friday', 'deploy', 'forbidden'],
  ['fix it without deleting the data', 'delete', 'forbidden'],
  ['please stop pushing for now', 'push', 'forbidden'],
  ['no force push please', 'push', 'forbidden'],
  ['instead of deleting it, archive it', 'delete', 'forbidden'],
  ['the deploy failed', 'deploy', 'told'],
  ['i deleted the old branch yesterday', 'delete', 'told'],
  ['after the deploy the api was slow', 'deploy', 'condition'],
  ['deploy user has sudo there', 'deploy', 'told'],
  ['upgrade went fine', 'update', 'told'],
  ['i will push it myself', 'push', 'own'],
  ['deploy macht svenja', 'deploy', 'own'],
  ['tomorrow we deploy to production', 'deploy', undefined],
  ['per wrote: "please deploy it to production right now"', 'deploy', 'quoted'],
  ['the hint says run npm cache clean --force', 'empty', 'quoted'],
  ['write a script to delete old logs', 'delete', 'told'],
  ['```\nrun `git push --force` to recover\n```\nwhat does that mean?', 'push', 'quoted'],
  ['auf keinen fall löschen', 'delete', 'forbidden'],
  ['bitte nicht pushen', 'push', 'forbidden'],
  ['no despliegues en producción todavía', 'deploy', 'forbidden'],
  ['まだプッシュしないで', 'push', 'forbidden'],
  ['不要删除任何东西', 'delete', 'forbidden'],
  ['先不要发布', 'publish', 'forbidden'],
]

describe('moods', () => {
  test.each(orders)('orders: %s', (text, act) => {
    expect(moods(text, act)).toContain('order')
  })

  test.each(notOrders)('does not order: %s', (text, act, mood) => {
    expect(moods(text, act)).not.toContain('order')
    if (mood) expect(moods(text, act)).toContain(mood)
  })

  test('an order that waits for tests is marked so', () => {
    const uses = readMessage('push when the tests pass', 0).clauses.flatMap((clause) => clause.uses)
    expect(uses.find((use) => use.acts.has('push'))).toMatchObject({ mood: 'order', afterWork: true })
  })

  test('an order that waits for a person is for later', () => {
    expect(moods('merge it once i approved', 'merge')).toEqual(['later'])
    expect(moods('merge it once the checks are green', 'merge')).toEqual(['order'])
  })

  test('reads a megabyte in bounded time and never throws on odd input', () => {
    const start = performance.now()
    readMessage('please delete the branch and push it, but not main. '.repeat(20_000), 0)
    for (const odd of [
      '',
      '\n\n',
      '"',
      '```',
      '?',
      '\ud800',
      '😀'.repeat(1000),
      '-'.repeat(5000),
      'a.'.repeat(5000),
      '\u0000',
    ])
      readMessage(odd, 0)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
