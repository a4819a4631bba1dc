/** Calls of a forge's API, by method and path, and what they publish. */
import { type Call, wordTarget } from '../acts.js'
import type { Effect, EffectKind, Flag, Source, Target } from '../effect.js'

/** Path patterns of forge APIs and what a changing call to them is. First match decides; GitHub and GitLab words both. */
const routes: readonly (readonly [RegExp, EffectKind, string])[] = [
  [/\/(pulls|merge_requests)\/[^/]+\/merge$/, 'forge.pr-merge', 'merges pull request'],
  [/\/(pulls\/[^/]+\/reviews|merge_requests\/[^/]+\/approve)/, 'forge.pr-approve', 'reviews pull request'],
  [/\/(pulls|merge_requests)\/[^/]+\/(comments|notes|discussions)/, 'forge.comment', 'comments on pull request'],
  [/\/(pulls|merge_requests)$/, 'forge.pr-open', 'opens a pull request'],
  [/\/(pulls|merge_requests)\/[^/]+/, 'forge.pr-edit', 'edits pull request'],
  [/\/issues\/[^/]+\/(comments|notes)|\/issues\/comments\//, 'forge.comment', 'comments on issue'],
  [/\/issues/, 'forge.issue', 'changes issue'],
  [
    /\/(branches\/.*\/protection|rulesets?|protected_branches|protected_tags|collaborators|keys|deploy_keys|hooks|members|teams|invitations|approval_rules|push_rule|outside_collaborators|installations|vulnerability-alerts|automated-security-fixes|access_tokens|environments)(\/|$)/,
    'forge.protect',
    'changes who may do what by',
  ],
  [/\/(secrets|variables|public-key)(\/|$)/, 'forge.secret', 'changes secret by'],
  [
    /\/(actions\/(workflows|runs|jobs|caches|artifacts|permissions|runners)|pipelines?|jobs|dispatches|deployments|trigger)(\/|$)/,
    'forge.workflow',
    'changes a workflow by',
  ],
  [/\/releases?(\/|$)/, 'forge.release', 'changes release by'],
  [
    /\/git\/refs|\/repository\/(branches|tags|files|commits)|\/contents\/|\/git\/(commits|trees|blobs|tags)|\/merges$/,
    'vcs.push',
    'changes the repository by',
  ],
  [/(^|\/)gists?(\/|$)|\/snippets/, 'forge.gist', 'publishes a gist by'],
  [/^\/?(repos\/[^/]+\/[^/]+|projects\/[^/]+)\/?$/, 'forge.repo', 'changes repository by'],
  [/^\/?(user|orgs\/[^/]+)\/repos$|^\/?projects$|\/(forks?|generate|transfer)$/, 'forge.repo', 'makes repository by'],
  [/^\/?user\/(keys|gpg_keys|ssh_signing_keys)/, 'trust.key', 'changes login keys by'],
]

/** `gh api PATH -X METHOD -f k=v`: fields make it a POST where no method is given. */
export function apiCall(effect: Effect, call: Call): readonly Effect[] {
  const path = call.args[0]
  const fields = call.values('-f', '--raw-field', '-F', '--field')
  const input = call.values('--input')
  const given = call.value('-X', '--method')
  const method = given ? (given.text?.toUpperCase() ?? 'POST') : fields.length + input.length > 0 ? 'POST' : 'GET'
  const sources = [...fields.flatMap((word) => call.payload(word)), ...input.flatMap((word) => call.file(word))]
  const targets = [
    ...(path ? [wordTarget(path, 'url')] : []),
    ...repoOf(path?.text),
    ...effect.targets.filter((target) => target.type !== 'url'),
  ]
  const base: Effect = { ...effect, targets, sources, says: `calls \`${method} ${path?.raw ?? ''}\`` }
  if (path?.text === 'graphql' || path?.text === '/graphql')
    return [
      graphql(
        base,
        fields.map((word) => word.text ?? '').join(' '),
        fields.some((word) => word.text === null) || input.length > 0,
      ),
    ]
  if (method === 'GET' || method === 'HEAD') return [{ ...base, kind: 'forge.read' }]
  const route = routeOf(method, path?.text ?? '', path?.raw ?? '')
  const forced = /"?force"?[=:]\s*true/.test(fields.map((word) => word.text ?? '').join(' '))
  return [
    {
      ...base,
      kind: route.kind,
      says: route.says,
      flags: [...base.flags, ...route.flags, ...(forced ? (['force'] as const) : [])],
    },
  ]
}

interface Route {
  readonly kind: EffectKind
  readonly flags: readonly Flag[]
  readonly says: string
}

/** Longest path that is compared with the routes. */
const MAX_ROUTE = 512

/** What a changing call to an API path is. */
function routeOf(method: string, path: string, raw: string): Route {
  const plain = path
    .slice(0, MAX_ROUTE)
    .replace(/^https?:\/\/[^/]+/, '')
    .replace(/^\/?api\/v\d\//, '')
    .replace(/\?.*$/, '')
  const route = routes.find(([pattern]) => pattern.test(plain))
  const kind = route?.[1] ?? 'forge.write'
  const says = `${route?.[2] ?? 'writes through the API by'} \`${method} ${raw}\``
  if (method !== 'DELETE') return { kind, flags: [], says }
  const flags: readonly Flag[] = ['delete']
  if (kind === 'forge.repo')
    return { kind: 'forge.repo-delete', flags, says: `deletes the repository by \`DELETE ${raw}\`` }
  return {
    kind: kind === 'forge.release' ? 'forge.release-delete' : kind,
    flags,
    says: says.replace(/^(changes|makes)/, 'deletes from'),
  }
}

/** A request of any HTTP client to a forge's API; undefined where the address is none or the call only reads. */
export function apiRoute(
  method: string,
  url: string,
  host: string,
): (Route & { readonly targets: readonly Target[] }) | undefined {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return undefined
  const path = url.replace(/^[a-z]+:\/\/[^/]*/, '')
  if (
    host !== 'api.github.com' &&
    !(/(^|\.)(gitlab|gitea|codeberg|forgejo)\b/.test(host) && /^\/api\/v\d\//.test(path))
  )
    return undefined
  return { ...routeOf(method, path, path), targets: repoOf(path) }
}

function graphql(effect: Effect, text: string, unknown: boolean): Effect {
  const mutation = /\bmutation\b/.test(text)
  if (!mutation && !unknown) return { ...effect, kind: 'forge.read', says: 'asks the API' }
  const kind: EffectKind = /mergePullRequest|enablePullRequestAutoMerge|enqueuePullRequest/.test(text)
    ? 'forge.pr-merge'
    : /addPullRequestReview|submitPullRequestReview/.test(text)
      ? 'forge.pr-approve'
      : /deleteRepository/.test(text)
        ? 'forge.repo-delete'
        : /(Protection|Ruleset|Collaborator)/.test(text)
          ? 'forge.protect'
          : /(addComment|Comment\()/.test(text)
            ? 'forge.comment'
            : /deleteRef/.test(text)
              ? 'vcs.push'
              : 'forge.write'
  return {
    ...effect,
    kind,
    flags: /\bdelete[A-Z]/.test(text) ? [...effect.flags, 'delete'] : effect.flags,
    says: mutation ? 'changes something through the API' : 'calls the API with a text that is not known before it runs',
  }
}

function repoOf(path: string | null | undefined): readonly Target[] {
  const match = /^\/?repos\/([^/{]+\/[^/?]+)/.exec(path ?? '')
  return match ? [{ type: 'repo', value: match[1]! }] : []
}

const texts = ['-b', '--body', '-m', '--message', '-t', '--title', '-n', '--notes', '-d', '--description', '--subject']
const files = ['-F', '--body-file', '--notes-file']

/** Texts and files that are published with the call. */
export function sourcesOf(call: Call): readonly Source[] {
  return [
    ...call.values(...texts).flatMap((word) => call.payload(word)),
    ...call.values(...files).flatMap((word) => call.file(word)),
  ]
}
