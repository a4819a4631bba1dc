/** The user's words that come with the launch. */
import { readFileSync } from 'node:fs'
import type { AgentProfile } from '../agents/agent.js'

const MAX_TASK_BYTES = 1024 * 1024

export interface TaskSources {
  readonly task: string | undefined
  readonly taskFile: string | undefined
  /** GATESH_TASK, as gatesh itself was given it. */
  readonly variable: string | undefined
  readonly profile: AgentProfile | undefined
  readonly args: readonly string[]
}

/** Messages of the user, in order. Throws where the task file cannot be read. */
export function launchWords({ task, taskFile, variable, profile, args }: TaskSources): string[] {
  const file = taskFile === undefined ? undefined : readFileSync(taskFile, 'utf8').slice(0, MAX_TASK_BYTES)
  const given = [task, file, variable, ...(profile?.wordsIn(args) ?? [])]
  return given.filter((words): words is string => words !== undefined && words.trim() !== '')
}
