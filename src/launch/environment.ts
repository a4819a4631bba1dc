/** The environment that the agent starts with. Pure: facts about agents stand beside the variables they explain. */

export type Environment = Readonly<Record<string, string | undefined>>

/** Under the supervisor nothing is changed but this; the task's variable is gatesh's own and must not be read back. */
export function supervisedEnvironment(env: Environment, session: string): Environment {
  const { GATESH_TASK: _task, ...rest } = env
  return { ...rest, GATESH_SESSION: session }
}

export interface ShimPaths {
  readonly bin: string
  readonly bashEnv: string
}

export function shimEnvironment(env: Environment, session: string, { bin, bashEnv }: ShimPaths): Environment {
  // Claude Code takes these two only where the path contains "bash" or "zsh"; other shells get bash.
  const shell = `${bin}/${env.SHELL?.endsWith('/zsh') ? 'zsh' : 'bash'}`
  return {
    ...supervisedEnvironment(env, session),
    PATH: env.PATH ? `${bin}:${env.PATH}` : `${bin}:/usr/local/bin:/usr/bin:/bin`,
    SHELL: shell,
    CLAUDE_CODE_SHELL: shell,
    BASH_ENV: bashEnv,
    // Without it, and with a socket as stdin, Debian's bash takes itself for rshd's and skips BASH_ENV.
    SHLVL: env.SHLVL ?? '1',
  }
}
