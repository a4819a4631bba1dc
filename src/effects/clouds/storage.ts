/** Object storage by address: `s3://bucket/key`, `gs://bucket/x`, `remote:bucket/path`. Up is sending, down is fetching. */
import type { Word } from '../../shell/script.js'
import type { Call } from '../acts.js'
import type { Effect, Flag, Target } from '../effect.js'

/** What an address stands for: an object in a bucket, else a path here. */
export type Addressing = 's3' | 'gs' | 'rclone' | 'alias'

/** The bucket of an address; undefined where the word is a path of this machine. */
function bucketOf(word: Word, addressing: Addressing): Target | undefined {
  const text = word.text ?? word.prefix ?? ''
  const url = /^(s3|gs|gcs|az|abfs|b2|r2|oss|cos):\/\/([^/]*)(\/.*)?$/.exec(text)
  if (url)
    return {
      type: 'bucket',
      value: url[2] || null,
      raw: text,
      many: !url[3] || url[3] === '/' || text.endsWith('/') || /[*?]/.test(text),
    }
  if (addressing === 'rclone') {
    const remote = /^([\w .@-]*):(.*)$/.exec(text)
    if (remote && !/^[A-Za-z]$/.test(remote[1]!))
      return {
        type: 'bucket',
        value: remote[1] ? text.replace(/^([^:]*):\/?/, '').split('/')[0] || remote[1] : null,
        raw: text,
        many: !remote[2]!.includes('/'),
      }
  }
  if (addressing === 'alias' && !/^[./~]/.test(text) && text.includes('/'))
    return { type: 'bucket', value: text.split('/')[1] || null, raw: text, many: text.split('/').length < 3 }
  if (word.text === null && text === '') return { type: 'bucket', value: null, raw: word.raw, many: true }
  return undefined
}

/** Copy, move, sync, remove or list between paths here and buckets. `effect` says which; operands are sources and, last, the destination. */
export function storageEffects(
  effect: Effect,
  call: Call,
  operands: readonly Word[],
  addressing: Addressing,
): readonly Effect[] {
  const acl = call.text('--acl', '-a', '--predefined-acl') ?? ''
  const flags: readonly Flag[] = [
    ...effect.flags,
    ...(call.has('--acl-public', '-P') || /public|AllUsers|all_users/i.test(acl) ? (['public'] as const) : []),
  ]
  const account = effect.targets.filter(
    (target) => target.type === 'account' || target.type === 'region' || target.type === 'host',
  )
  const named = operands.map((word) => ({ word, bucket: bucketOf(word, addressing) }))
  if (effect.kind !== 'cloud.storage' || named.length < 2) {
    const buckets = named.flatMap(({ bucket }) => (bucket ? [bucket] : []))
    const many: readonly Flag[] =
      effect.kind === 'cloud.storage-delete' && buckets.some((bucket) => bucket.many) ? ['all'] : []
    return [
      {
        ...effect,
        flags: [...new Set([...flags, ...many])],
        targets: [...buckets, ...account],
        says: phrase(effect.says, buckets),
      },
    ]
  }
  const to = named[named.length - 1]!
  const from = named.slice(0, -1)
  const moves = /\b(mv|move)/.test(call.path) || effect.says === 'moves'
  const found: Effect[] = []
  if (to.bucket) {
    const sources = from.flatMap(({ word, bucket }) =>
      bucket ? [{ type: 'url' as const, value: bucket.raw ?? bucket.value }] : call.file(word),
    )
    found.push({
      ...effect,
      flags,
      targets: [{ ...to.bucket, role: 'to' }, ...account],
      sources,
      says: phrase(`${effect.says} to`, [to.bucket]),
    })
    if (flags.includes('delete'))
      found.push({
        ...effect,
        kind: 'cloud.storage-delete',
        flags,
        targets: [{ ...to.bucket, many: true }, ...account],
        says: phrase('deletes what is only there in', [to.bucket]),
      })
    if (flags.includes('public'))
      found.push({
        ...effect,
        kind: 'cloud.public',
        flags,
        targets: [to.bucket, ...account],
        says: phrase('opens to everybody', [to.bucket]),
      })
    if (moves)
      for (const { word, bucket } of from)
        if (!bucket)
          found.push({ ...call.write(word), kind: 'fs.delete', says: `removes \`${word.raw}\` after the move` })
  } else {
    const buckets = from.flatMap(({ bucket }) => (bucket ? [{ ...bucket, role: 'from' as const }] : []))
    found.push({
      ...effect,
      kind: 'net.fetch',
      flags,
      targets: [...buckets, ...account],
      says: phrase('downloads', buckets),
    })
    found.push(call.write(to.word))
    if (flags.includes('delete'))
      found.push({
        ...call.write(to.word),
        kind: 'fs.delete',
        flags: ['recursive'],
        says: `deletes what is only here in \`${to.word.raw}\``,
      })
  }
  if (moves)
    for (const { bucket } of from)
      if (bucket)
        found.push({
          ...effect,
          kind: 'cloud.storage-delete',
          flags,
          targets: [bucket, ...account],
          says: phrase('removes after the move', [bucket]),
        })
  return found
}

function phrase(verb: string, targets: readonly Target[]): string {
  const names = targets
    .slice(0, 4)
    .map((target) => `\`${target.raw ?? target.value ?? '?'}\``)
    .join(', ')
  return names ? `${verb} ${names}` : verb
}
