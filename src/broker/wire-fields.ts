/** The field kinds of the wire (see wire.ts), read and written over Buffers. */
import { isUtf8 } from 'node:buffer'
import { fromBytes, toBytes } from './os-string.js'
import type { EnvBlock, Origin } from './wire.js'

const NUL = 0
const HIGH = 2 ** 32
/** More than the kernel takes: 6 MiB of arguments and environment, at 9 bytes for the pointer and the NUL of each. */
const MAX_STRINGS = 1_000_000

/**
 * Reads fields one after the other. It never throws: the first thing wrong is kept in `fault`, and everything read from
 * there on is empty, so that a caller reads a whole message and looks at `fault` once.
 */
export class FieldReader {
  fault: string | undefined
  private at = 0

  constructor(private readonly payload: Buffer) {}

  /** The fault of this message, if any; bytes left over are one. */
  end(): string | undefined {
    if (this.at < this.payload.length) this.fail('bytes left over')
    return this.fault
  }

  u8(): number {
    return this.room(1) ? this.payload.readUInt8(this.at++) : 0
  }

  u32(): number {
    if (!this.room(4)) return 0
    this.at += 4
    return this.payload.readUInt32LE(this.at - 4)
  }

  /** A u64 that counts something and therefore fits a number. */
  count64(): number {
    const low = this.u32()
    const value = low + this.u32() * HIGH
    return Number.isSafeInteger(value) ? value : this.fail('a number over 2^53', 0)
  }

  /** Any u64, in decimal. */
  u64(): string {
    if (!this.room(8)) return '0'
    this.at += 8
    return this.payload.readBigUInt64LE(this.at - 8).toString()
  }

  bytes(): Buffer {
    const length = this.u32()
    if (!this.room(length)) return this.payload.subarray(0, 0)
    this.at += length
    return this.payload.subarray(this.at - length, this.at)
  }

  string(): string {
    const bytes = this.bytes()
    return bytes.includes(NUL) ? this.fail('a NUL inside a string', '') : fromBytes(bytes)
  }

  /** A list, as it lies: its strings each followed by one NUL. */
  block(): { count: number; bytes: Buffer } {
    const count = this.u32()
    const bytes = this.bytes()
    const complete = bytes.length === 0 || bytes.at(-1) === NUL
    // Every string takes at least its NUL: a count of four billion is not taken at its word.
    if (!complete || count > bytes.length || count > MAX_STRINGS)
      return this.fail('a list unlike its count', { count: 0, bytes: bytes.subarray(0, 0) })
    return { count, bytes }
  }

  list(): string[] {
    const { count, bytes } = this.block()
    const strings = splitList(bytes)
    return strings.length === count ? strings : this.fail('a list unlike its count', [])
  }

  env(): EnvBlock {
    const { count, bytes } = this.block()
    return envBlock(count, bytes)
  }

  origin(): Origin | undefined {
    const origin = { pid: this.u32(), uid: this.u32(), gid: this.u32(), exec: this.count64() }
    return origin.pid === 0 ? undefined : origin
  }

  /** The name that a code stands for. */
  oneOf<T extends string>(names: readonly T[]): T {
    const code = this.u8()
    return names[code] ?? this.fail(`no meaning for code ${code}`, names[0]!)
  }

  private room(length: number): boolean {
    if (this.fault === undefined && this.at + length > this.payload.length) this.fail('a field runs over the end')
    return this.fault === undefined
  }

  private fail(reason: string): undefined
  private fail<T>(reason: string, instead: T): T
  private fail<T>(reason: string, instead?: T): T | undefined {
    this.fault ??= reason
    return instead
  }
}

/** Gathers fields; `payload` is what was written so far. */
export class FieldWriter {
  private readonly parts: Buffer[] = []

  u8(value: number): this {
    return this.raw(Buffer.of(value))
  }

  u32(value: number): this {
    const part = Buffer.allocUnsafe(4)
    part.writeUInt32LE(value)
    return this.raw(part)
  }

  u64(value: string | number): this {
    const part = Buffer.allocUnsafe(8)
    part.writeBigUInt64LE(BigInt(value))
    return this.raw(part)
  }

  bytes(value: Buffer): this {
    return this.u32(value.length).raw(value)
  }

  /** A string ends where a C program would end it: at its first NUL. */
  string(value: string): this {
    const bytes = toBytes(value)
    const end = bytes.indexOf(NUL)
    return this.bytes(end < 0 ? bytes : bytes.subarray(0, end))
  }

  list(values: readonly string[]): this {
    const block = Buffer.concat(values.flatMap((value) => [toBytes(value), Buffer.of(NUL)]))
    return this.u32(values.length).bytes(block)
  }

  env(env: EnvBlock): this {
    return this.u32(env.count).bytes(env.bytes)
  }

  origin(origin: Origin | undefined): this {
    const { pid, uid, gid, exec } = origin ?? { pid: 0, uid: 0, gid: 0, exec: 0 }
    return this.u32(pid).u32(uid).u32(gid).u64(exec)
  }

  code<T extends string>(names: readonly T[], name: T): this {
    return this.u8(names.indexOf(name))
  }

  payload(): Buffer {
    return Buffer.concat(this.parts)
  }

  private raw(part: Buffer): this {
    this.parts.push(part)
    return this
  }
}

/** An environment whose entries lie in `bytes`, each followed by one NUL. */
export function envBlock(count: number, bytes: Buffer): EnvBlock {
  return {
    count,
    bytes,
    get(name) {
      const start = findEntry(bytes, name)
      if (start < 0) return undefined
      return fromBytes(bytes.subarray(start, bytes.indexOf(NUL, start)))
    },
    *entries() {
      for (const entry of splitBlock(bytes)) {
        const equals = entry.indexOf('=')
        if (equals < 0) yield [fromBytes(entry), undefined]
        else yield [fromBytes(entry.subarray(0, equals)), fromBytes(entry.subarray(equals + 1))]
      }
    },
  }
}

/** Where the value of `name` starts, or -1. */
function findEntry(bytes: Buffer, name: string): number {
  const key = toBytes(`${name}=`)
  if (bytes.subarray(0, key.length).equals(key)) return key.length
  const at = bytes.indexOf(Buffer.concat([Buffer.of(NUL), key]))
  return at < 0 ? -1 : at + 1 + key.length
}

/** One native split where the whole list is UTF-8, which is nearly always. */
function splitList(bytes: Buffer): string[] {
  if (bytes.length === 0) return []
  if (isUtf8(bytes)) return bytes.toString('utf8', 0, bytes.length - 1).split('\0')
  return [...splitBlock(bytes)].map(fromBytes)
}

function* splitBlock(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(NUL, at)
    yield bytes.subarray(at, end)
    at = end + 1
  }
}
