/** The world that a case describes. It knows the case's git and facts, and the files that its transcript wrote; nothing of this machine. */
import type { Session } from '../session.js'
import type { Turn } from '../transcript/turn.js'
import type { Facts, FileKind, GitView, Place, World } from '../world.js'
import type { Situation } from './case.js'

export function placeOf(situation: Situation): Place {
  const project = situation.project ?? situation.cwd ?? '/home/user/project'
  return {
    cwd: situation.cwd ?? project,
    project,
    home: situation.home ?? '/home/user',
    temp: ['/tmp', '/var/tmp', '/private/tmp'],
  }
}

export function turnsOf(situation: Situation): readonly Turn[] {
  return situation.transcript.flatMap((line): Turn[] => {
    if (line.role === 'user')
      return [{ role: 'user', text: line.text, ...(line.referent === undefined ? {} : { referent: line.referent }) }]
    const cwd = line.cwd === undefined ? {} : { cwd: line.cwd }
    if (line.role === 'agent') {
      if (line.command !== undefined) return [{ role: 'agent', command: line.command, ...cwd }]
      return line.tool === undefined ? [] : [{ role: 'agent', tool: line.tool, input: line.input ?? {}, ...cwd }]
    }
    const verdict =
      line.verdict === 'approved' || line.verdict === 'allow' ? 'approved' : line.verdict === 'ask' ? 'ask' : 'block'
    if (line.command !== undefined) return [{ role: 'gate', verdict, command: line.command }]
    return line.tool === undefined ? [] : [{ role: 'gate', verdict, tool: line.tool, input: line.input ?? {} }]
  })
}

function gitOf({ git, project }: Situation): GitView | undefined {
  if (!git) return undefined
  return {
    remotes: git.remotes ?? {},
    ...(project === undefined ? {} : { root: project }),
    ...(git.branch === undefined ? {} : { branch: git.branch }),
    ...(git.default_branch === undefined ? {} : { defaultBranch: git.default_branch }),
    ...(git.upstream === undefined ? {} : { upstream: git.upstream }),
  }
}

/** Files that tool calls of the transcript wrote, by absolute path. Shell redirects are followed by the session's own scripts only. */
export function writtenFiles(situation: Situation): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const line of situation.transcript) {
    if (line.role !== 'agent') continue
    if (line.command !== undefined) {
      for (const [path, text] of heredocs(line.command, line.cwd ?? situation.cwd ?? '/')) files.set(path, text)
      continue
    }
    const path = line.input?.file_path ?? line.input?.path ?? line.input?.filePath
    const content = line.input?.content ?? line.input?.text
    if (typeof path === 'string' && typeof content === 'string') files.set(path, content)
    const [old, replacement] = [line.input?.old_string, line.input?.new_string]
    const before = typeof path === 'string' ? files.get(path) : undefined
    if (typeof path === 'string' && before !== undefined && typeof old === 'string' && typeof replacement === 'string')
      files.set(
        path,
        before.replace(old, () => replacement),
      )
  }
  return files
}

/** `cat > FILE <<'EOF'` with literal text: the one shell form by which agents write files. */
function* heredocs(command: string, cwd: string): Generator<readonly [string, string]> {
  const pattern = /(?:cat|tee)\s*(?:>+\s*)?([^\s<>|;&"']+)\s*<<-?\s*['"]?(\w+)['"]?[^\n]*\n([\s\S]*?)\n\2(?:\n|$)/g
  for (const match of command.matchAll(pattern)) {
    const path = match[1]!
    yield [path.startsWith('/') ? path : `${cwd}/${path.replace(/^\.\//, '')}`, match[3]!]
  }
}

/** The described world. Whatever the case does not say is unknown. */
export function caseWorld(situation: Situation): World {
  const git = gitOf(situation)
  const files = writtenFiles(situation)
  const place = placeOf(situation)
  return {
    readText(path, maxBytes) {
      const text = files.get(path)
      return text !== undefined && text.length <= maxBytes ? text : undefined
    },
    realpath: (path) => path,
    kind: (path): FileKind => (files.has(path) ? 'file' : 'unknown'),
    list: () => undefined,
    git: (dir) => (dir === place.project || dir.startsWith(`${place.project}/`) ? git : undefined),
    env: (name) =>
      name === 'HOME'
        ? place.home
        : name === 'USER'
          ? place.home.slice(place.home.lastIndexOf('/') + 1)
          : name === 'PWD'
            ? place.cwd
            : undefined,
    hasProgram: () => undefined,
  }
}

const known = new Set([
  'dirty',
  'untracked',
  'unpushed',
  'remoteAhead',
  'merged',
  'pushed',
  'tracked',
  'exists',
  'count',
  'bytes',
  'local',
])

/** Facts of a case under the names of the decision; `ahead`, `behind` and `size` are what people also call them. */
export function factsOf({ facts = {} }: Situation): Facts {
  const taken = Object.fromEntries(
    Object.entries(facts).filter(
      ([key, value]) => known.has(key) && (typeof value === 'boolean' || typeof value === 'number'),
    ),
  )
  const amount = (value: unknown) => (typeof value === 'number' || typeof value === 'boolean' ? value : undefined)
  const ahead = amount(facts.ahead)
  const behind = amount(facts.behind)
  return {
    ...taken,
    ...(ahead !== undefined && taken.unpushed === undefined ? { unpushed: ahead } : {}),
    ...(behind !== undefined && taken.remoteAhead === undefined ? { remoteAhead: behind } : {}),
    extra: facts,
  } as Facts
}

/** Feeds the whole transcript of a case to a session. */
export function replay(situation: Situation, session: Session): void {
  for (const turn of turnsOf(situation)) session.observe(turn)
  session.settle()
}
