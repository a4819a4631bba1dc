/** Repeatable randomness for tests: the same seed gives the same run. */
export interface Random {
  /** an integer from 0 to `limit` - 1 */
  below(limit: number): number
  pick<T>(from: readonly T[]): T
  /** `bytes` with one to four random changes: flipped, overwritten, cut off, cut out or repeated */
  mutate(bytes: Buffer): Buffer
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)

  const changeOnce = (bytes: Buffer): Buffer => {
    const at = below(bytes.length + 1)
    const length = below(5)
    switch (below(5)) {
      case 0: {
        const changed = Buffer.from(bytes)
        if (at < changed.length) changed[at] = changed.readUInt8(at) ^ (1 << below(8))
        return changed
      }
      case 1: {
        const changed = Buffer.from(bytes)
        changed.fill([0, 1, 0x7f, 0x80, 0xff][below(5)] ?? 0, at, Math.min(at + length, changed.length))
        return changed
      }
      case 2:
        return bytes.subarray(0, at)
      case 3:
        return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
      default:
        return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
    }
  }

  return {
    below,
    pick: (from) => from[below(from.length)]!,
    mutate(bytes) {
      let changed = bytes
      for (let changes = 1 + below(4); changes > 0; changes--) changed = changeOnce(changed)
      return changed
    },
  }
}
