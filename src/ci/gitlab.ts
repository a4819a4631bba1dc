/**
 * What GitLab gives a job: the merge request in variables, or the payload of the webhook that triggered the pipeline
 * (TRIGGER_PAYLOAD, a file). Pure.
 */
import { type EventWords, fieldsOf, sorted, type Trust, textOf } from './event.js'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The merge request that the pipeline is for. One from a fork is a stranger's: only who may push to the project itself
 * can have its branch there.
 */
export function mergeRequestWords(env: Environment): EventWords {
  const source = textOf(env.CI_MERGE_REQUEST_SOURCE_PROJECT_ID)
  const may = source !== undefined && source === env.CI_MERGE_REQUEST_PROJECT_ID
  const author = undefined
  return sorted([
    { what: 'merge request title', text: textOf(env.CI_MERGE_REQUEST_TITLE), author, may },
    { what: 'merge request', text: textOf(env.CI_MERGE_REQUEST_DESCRIPTION), author, may },
  ])
}

/** A webhook says who acted and not what they may do: only names that the job vouches for count. */
export function gitlabWords(payload: unknown, { authors }: Trust): EventWords {
  const event = fieldsOf(payload) ?? {}
  const about = fieldsOf(event.object_attributes) ?? {}
  const user = fieldsOf(event.user)
  const actor = textOf(user?.username)
  const isNote = event.object_kind === 'note'
  // Who edits or labels an issue need not have written it.
  const wroteIt = isNote || (user?.id !== undefined && user.id === about.author_id)
  const may = wroteIt && actor !== undefined && authors.has(actor)
  const author = wroteIt ? actor : undefined
  const kind = textOf(event.object_kind)?.replace('_', ' ') ?? 'event'
  return sorted(
    isNote
      ? [{ what: 'comment', text: textOf(about.note), author, may }]
      : [
          { what: `${kind} title`, text: textOf(about.title), author, may },
          { what: kind, text: textOf(about.description), author, may },
        ],
  )
}
