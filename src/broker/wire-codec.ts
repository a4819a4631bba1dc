/** Messages to payloads and back; the format is described in wire.ts. Nothing here throws on what came in. */
import { frame } from './frames.js'
import {
  ACTIONS,
  CHANGES,
  type Coverage,
  DOORS,
  type ExecRequest,
  type Hello,
  type HookRequest,
  type LineRequest,
  type Local,
  type LocalExec,
  type Message,
  MODES,
  type Reply,
  type Request,
  ROLES,
  STDIN_KINDS,
  type Stats,
  TYPE,
  WIRE_VERSION,
  WireError,
  type Wrote,
  type WroteChange,
} from './wire.js'
import { FieldReader, FieldWriter } from './wire-fields.js'

/** What an asker sent: one payload, as FrameReader cuts them. */
export function decodeRequest(payload: Buffer): Request | WireError {
  const reader = new FieldReader(payload)
  const { type, id, fault } = header(reader)
  if (fault !== undefined) return new WireError(fault)
  const request = requestFields(type, id, reader)
  return finished(request, type, reader)
}

/** What the broker answered: one payload, as FrameReader cuts them. */
export function decodeReply(payload: Buffer): Reply | WireError {
  const reader = new FieldReader(payload)
  const { type, id, fault } = header(reader)
  if (fault !== undefined) return new WireError(fault)
  const reply = replyFields(type, id, reader)
  return finished(reply, type, reader)
}

/** A whole frame: length, payload. */
export function encode(message: Message): Buffer {
  const writer = new FieldWriter().u8(WIRE_VERSION).u8(TYPE[message.type]).u32(message.id)
  return frame(writeFields(message, writer).payload())
}

function header(reader: FieldReader): { type: number; id: number; fault: string | undefined } {
  const version = reader.u8()
  const type = reader.u8()
  const id = reader.u32()
  const foreign = version === WIRE_VERSION ? undefined : `wire version ${version}, this is ${WIRE_VERSION}`
  return { type, id, fault: reader.fault ?? foreign }
}

function finished<T>(message: T | undefined, type: number, reader: FieldReader): T | WireError {
  if (message === undefined) return new WireError(`no message has type ${type} here`)
  const fault = reader.end()
  return fault === undefined ? message : new WireError(fault)
}

function requestFields(type: number, id: number, reader: FieldReader): Request | undefined {
  switch (type) {
    case TYPE.hello:
      return hello(id, reader)
    case TYPE.coverage:
      return coverage(id, reader)
    case TYPE.exec:
      return exec(id, reader)
    case TYPE.line:
      return line(id, reader)
    case TYPE.hook:
      return hook(id, reader)
    case TYPE.cancel:
      return { type: 'cancel', id }
    case TYPE.local:
      return local(id, reader)
    case TYPE.stats:
      return stats(id, reader)
    case TYPE.refused:
      return {
        type: 'refused',
        id,
        parent: reader.count64(),
        pid: reader.u32(),
        name: reader.string(),
        why: reader.string(),
      }
    case TYPE.wrote:
      return wrote(id, reader)
    case TYPE.unseen:
      return { type: 'unseen', id, why: reader.string() }
    case TYPE.control:
      return { type: 'control', id, origin: reader.origin(), outside: reader.u8() === 1, payload: reader.bytes() }
    default:
      return undefined
  }
}

function replyFields(type: number, id: number, reader: FieldReader): Reply | undefined {
  switch (type) {
    case TYPE.verdict:
      return { type: 'verdict', id, action: reader.oneOf(ACTIONS), exitCode: reader.u8(), message: reader.string() }
    case TYPE.held:
      return { type: 'held', id }
    case TYPE.hookreply:
      return { type: 'hookreply', id, exitCode: reader.u8(), stdout: reader.bytes(), stderr: reader.bytes() }
    default:
      return undefined
  }
}

function hello(id: number, reader: FieldReader): Hello {
  return { type: 'hello', id, role: reader.oneOf(ROLES), pid: reader.u32(), session: reader.string() }
}

function coverage(id: number, reader: FieldReader): Coverage {
  return {
    type: 'coverage',
    id,
    mode: reader.oneOf(MODES),
    agentPid: reader.u32(),
    present: reader.list(),
    missing: reader.list(),
  }
}

function exec(id: number, reader: FieldReader): ExecRequest {
  return {
    type: 'exec',
    id,
    origin: reader.origin(),
    door: reader.oneOf(DOORS),
    exec: reader.count64(),
    pid: reader.u32(),
    ppid: reader.u32(),
    exe: reader.string(),
    dev: reader.u64(),
    ino: reader.u64(),
    execfn: reader.string(),
    cwd: reader.string(),
    stdin: { kind: reader.oneOf(STDIN_KINDS), path: reader.string(), peek: reader.bytes() },
    flags: reader.u32(),
    argv: reader.list(),
    env: reader.env(),
  }
}

function line(id: number, reader: FieldReader): LineRequest {
  return {
    type: 'line',
    id,
    origin: reader.origin(),
    pid: reader.u32(),
    shell: reader.string(),
    cwd: reader.string(),
    text: reader.string(),
  }
}

function hook(id: number, reader: FieldReader): HookRequest {
  return {
    type: 'hook',
    id,
    origin: reader.origin(),
    agent: reader.string(),
    event: reader.string(),
    payload: reader.bytes(),
  }
}

function local(id: number, reader: FieldReader): Local {
  const first = reader.count64()
  const count = reader.u32()
  const records: LocalExec[] = []
  while (records.length < count && reader.fault === undefined) {
    records.push({
      exec: reader.count64(),
      parent: reader.count64(),
      pid: reader.u32(),
      exe: reader.string(),
      argv0: reader.string(),
    })
  }
  return { type: 'local', id, first, records }
}

function stats(id: number, reader: FieldReader): Stats {
  return {
    type: 'stats',
    id,
    execs: reader.count64(),
    asked: reader.count64(),
    local: reader.count64(),
    denied: reader.count64(),
    cancelled: reader.count64(),
  }
}

function wrote(id: number, reader: FieldReader): Wrote {
  const dropped = reader.u32()
  const count = reader.u32()
  const changes: WroteChange[] = []
  while (changes.length < count && reader.fault === undefined) {
    changes.push({
      kind: reader.oneOf(CHANGES),
      pid: reader.u32(),
      exec: reader.count64(),
      path: reader.string(),
      from: reader.string(),
    })
  }
  return { type: 'wrote', id, dropped, changes }
}

function writeFields(m: Message, w: FieldWriter): FieldWriter {
  switch (m.type) {
    case 'hello':
      return w.code(ROLES, m.role).u32(m.pid).string(m.session)
    case 'coverage':
      return w.code(MODES, m.mode).u32(m.agentPid).list(m.present).list(m.missing)
    case 'exec':
      return writeExec(m, w)
    case 'line':
      return w.origin(m.origin).u32(m.pid).string(m.shell).string(m.cwd).string(m.text)
    case 'hook':
      return w.origin(m.origin).string(m.agent).string(m.event).bytes(m.payload)
    case 'cancel':
    case 'held':
      return w
    case 'local':
      w.u64(m.first).u32(m.records.length)
      for (const r of m.records) w.u64(r.exec).u64(r.parent).u32(r.pid).string(r.exe).string(r.argv0)
      return w
    case 'stats':
      return w.u64(m.execs).u64(m.asked).u64(m.local).u64(m.denied).u64(m.cancelled)
    case 'refused':
      return w.u64(m.parent).u32(m.pid).string(m.name).string(m.why)
    case 'wrote':
      w.u32(m.dropped).u32(m.changes.length)
      for (const c of m.changes) w.code(CHANGES, c.kind).u32(c.pid).u64(c.exec).string(c.path).string(c.from)
      return w
    case 'unseen':
      return w.string(m.why)
    case 'control':
      return w
        .origin(m.origin)
        .u8(m.outside ? 1 : 0)
        .bytes(m.payload)
    case 'verdict':
      return w.code(ACTIONS, m.action).u8(m.exitCode).string(m.message)
    case 'hookreply':
      return w.u8(m.exitCode).bytes(m.stdout).bytes(m.stderr)
  }
}

function writeExec(m: ExecRequest, w: FieldWriter): FieldWriter {
  w.origin(m.origin).code(DOORS, m.door).u64(m.exec).u32(m.pid).u32(m.ppid)
  w.string(m.exe).u64(m.dev).u64(m.ino).string(m.execfn).string(m.cwd)
  w.code(STDIN_KINDS, m.stdin.kind).string(m.stdin.path).bytes(m.stdin.peek)
  return w.u32(m.flags).list(m.argv).env(m.env)
}
