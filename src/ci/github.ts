/** The event file of GitHub Actions (GITHUB_EVENT_PATH): a webhook's payload. Pure. */
import { type EventWords, fieldsOf, sorted, type Trust, textOf } from './event.js'

/** `author_association` of people whom the repository's owner let in. */
const insiders = new Set(['OWNER', 'MEMBER', 'COLLABORATOR'])

/** Inputs of a run that are prose for an agent; to start a run by hand, or over the API, takes write access. */
const taskInputs = ['task', 'prompt', 'instructions']

export function githubWords(payload: unknown, trust: Trust): EventWords {
  const event = fieldsOf(payload) ?? {}
  const inputs = [fieldsOf(event.inputs), fieldsOf(event.client_payload)]
  return sorted([
    ...['pull_request', 'issue', 'discussion'].flatMap((kind) => {
      const about = written(event[kind], trust)
      const name = kind.replace('_', ' ')
      return [
        { ...about, what: `${name} title`, text: textOf(about.fields.title) },
        { ...about, what: name, text: textOf(about.fields.body) },
      ]
    }),
    ...['review', 'comment'].map((kind) => {
      const about = written(event[kind], trust)
      return { ...about, what: kind, text: textOf(about.fields.body) }
    }),
    ...inputs.flatMap((given) =>
      taskInputs.map((name) => ({
        what: `input ${name}`,
        text: textOf(given?.[name]),
        author: textOf(fieldsOf(event.sender)?.login),
        may: true,
      })),
    ),
  ])
}

/** A bot counts only by name: what it writes may be what others wrote to it. */
function written(value: unknown, { authors }: Trust) {
  const fields = fieldsOf(value) ?? {}
  const user = fieldsOf(fields.user)
  const author = textOf(user?.login)
  const inside = insiders.has(textOf(fields.author_association) ?? '') && user?.type !== 'Bot'
  return { fields, author, may: inside || (author !== undefined && authors.has(author)) }
}
