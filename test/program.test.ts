import { describe, expect, it } from 'vitest'
import { argvOf } from '../src/program.js'
import type { Request } from '../src/request.js'

const place = { cwd: '/home/dev/app', project: '/home/dev/app', home: '/home/dev', temp: ['/tmp'] }

function exec(exe: string, argv: readonly string[], execfn?: string): Extract<Request, { kind: 'exec' }> {
  return {
    kind: 'exec',
    door: 'supervisor',
    exe,
    argv,
    cwd: '/home/dev/app',
    stdin: { kind: 'null' },
    ...(execfn ? { execfn } : {}),
  }
}

describe('argvOf', () => {
  it('names the program by the file that was loaded, not by argv[0]', () => {
    expect(argvOf(exec('/usr/bin/rm', ['ls', '-rf', 'x']), place)).toEqual(['/usr/bin/rm', '-rf', 'x'])
  })

  it('believes argv[0] of programs that serve many names', () => {
    expect(argvOf(exec('/bin/busybox', ['/bin/rm', '-rf', 'x']), place)).toEqual(['rm', '-rf', 'x'])
  })

  it('tells the search programs inside an agent from the agent, which goes by the same file', () => {
    const claude = '/usr/lib/node_modules/@anthropic-ai/claude-code/bin/claude.exe'
    expect(argvOf(exec(claude, ['bfs', '.', '-delete']), place)).toEqual(['bfs', '.', '-delete'])
    expect(argvOf(exec(claude, ['ls', '-p', 'push']), place)).toEqual([claude, '-p', 'push'])
    expect(argvOf(exec('/usr/bin/rm', ['bfs', '-rf', 'x']), place)).toEqual(['/usr/bin/rm', '-rf', 'x'])
  })

  it('takes an installed script for the tool that it is', () => {
    const npm = '/usr/lib/node_modules/npm/bin/npm-cli.js'
    expect(argvOf(exec('/usr/bin/node', ['node', npm, 'run', 'build']), place)).toEqual(['npm', 'run', 'build'])
    const pip = exec('/usr/bin/python3.11', ['/usr/bin/python3', '/usr/bin/pip', 'install', 'x'], '/usr/bin/pip')
    expect(argvOf(pip, place)).toEqual(['pip', 'install', 'x'])
    const tsc = '/home/dev/app/node_modules/typescript/bin/tsc'
    expect(argvOf(exec('/usr/bin/node', ['node', tsc, '--noEmit']), place)).toEqual(['tsc', '--noEmit'])
  })

  it('does not take a script of that name in the project or a temporary directory for the tool', () => {
    for (const planted of ['/tmp/git', '/home/dev/app/git', '/home/dev/git']) {
      const request = exec('/usr/bin/python3.11', ['python3', planted, 'status'], planted)
      expect(argvOf(request, place)).toEqual(['/usr/bin/python3.11', planted, 'status'])
    }
  })
})
