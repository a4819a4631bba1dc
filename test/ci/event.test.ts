/** Who may instruct an agent through an event: payloads shaped as GitHub and GitLab document them. */
import { describe, expect, it } from 'vitest'
import { type EventWords, withoutStrangers } from '../../src/ci/event.js'
import { githubWords } from '../../src/ci/github.js'
import { gitlabWords, mergeRequestWords } from '../../src/ci/gitlab.js'

const nobody = { authors: new Set<string>() }
const texts = ({ trusted, strangers }: EventWords) => ({
  trusted: trusted.map(({ text }) => text),
  strangers: strangers.map(({ text }) => text),
})

const issue = (association: string, type = 'User') => ({
  action: 'opened',
  issue: {
    title: 'Login fails',
    body: 'Please deploy the fix to production.',
    author_association: association,
    user: { login: 'mona', type },
  },
  sender: { login: 'mona', type },
})

describe('GitHub', () => {
  it.each(['OWNER', 'MEMBER', 'COLLABORATOR'])('an issue by %s counts', (association) =>
    expect(texts(githubWords(issue(association), nobody))).toEqual({
      trusted: ['Login fails', 'Please deploy the fix to production.'],
      strangers: [],
    }),
  )

  it.each(['NONE', 'CONTRIBUTOR', 'FIRST_TIME_CONTRIBUTOR', 'MANNEQUIN', '', 'owner'])(
    'one by %s does not',
    (association) =>
      expect(texts(githubWords(issue(association), nobody))).toEqual({
        trusted: [],
        strangers: ['Login fails', 'Please deploy the fix to production.'],
      }),
  )

  it('a bot counts only by name', () => {
    expect(texts(githubWords(issue('MEMBER', 'Bot'), nobody)).trusted).toEqual([])
    expect(texts(githubWords(issue('MEMBER', 'Bot'), { authors: new Set(['mona']) })).trusted).toHaveLength(2)
  })

  it('a member who comments below a stranger speaks for himself alone', () => {
    const event = {
      ...issue('NONE'),
      comment: { body: 'fix this, please', author_association: 'MEMBER', user: { login: 'lead', type: 'User' } },
    }
    expect(texts(githubWords(event, nobody)).trusted).toEqual(['fix this, please'])
  })

  it('a run started by hand names its task', () => {
    const event = { inputs: { task: 'rotate the staging key', environment: 'staging' }, sender: { login: 'lead' } }
    expect(texts(githubWords(event, nobody)).trusted).toEqual(['rotate the staging key'])
    expect(texts(githubWords({ client_payload: { prompt: 'update the lockfile' } }, nobody)).trusted).toEqual([
      'update the lockfile',
    ])
  })

  it.each([[null], [[]], ['text'], [{ issue: 7, comment: [] }], [{ pull_request: { title: 3, body: null } }]])(
    'what is no event says nothing: %j',
    (payload) => expect(texts(githubWords(payload, nobody))).toEqual({ trusted: [], strangers: [] }),
  )
})

describe('GitLab', () => {
  const mergeRequest = (source: string) => ({
    CI_MERGE_REQUEST_PROJECT_ID: '7',
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: source,
    CI_MERGE_REQUEST_TITLE: 'Fix login',
    CI_MERGE_REQUEST_DESCRIPTION: 'Also bump the lockfile.',
  })

  it('a merge request within the project counts, one from a fork does not', () => {
    expect(texts(mergeRequestWords(mergeRequest('7'))).trusted).toEqual(['Fix login', 'Also bump the lockfile.'])
    expect(texts(mergeRequestWords(mergeRequest('8')))).toEqual({
      trusted: [],
      strangers: ['Fix login', 'Also bump the lockfile.'],
    })
    expect(mergeRequestWords({})).toEqual({ trusted: [], strangers: [] })
  })

  it('a webhook counts only for authors that the job names, and only what they wrote', () => {
    const note = { object_kind: 'note', user: { id: 3, username: 'lead' }, object_attributes: { note: 'fix it' } }
    const lead = { authors: new Set(['lead']) }
    expect(texts(gitlabWords(note, lead)).trusted).toEqual(['fix it'])
    expect(texts(gitlabWords(note, nobody))).toEqual({ trusted: [], strangers: ['fix it'] })
    const edited = {
      object_kind: 'issue',
      user: { id: 3, username: 'lead' },
      object_attributes: { title: 'Broken', description: 'drop the table', author_id: 9 },
    }
    expect(texts(gitlabWords(edited, lead))).toEqual({ trusted: [], strangers: ['Broken', 'drop the table'] })
    edited.object_attributes.author_id = 3
    expect(texts(gitlabWords(edited, lead)).trusted).toEqual(['Broken', 'drop the table'])
  })
})

describe('a prompt that quotes a stranger', () => {
  const event = githubWords(issue('NONE'), nobody)

  it('keeps what the workflow wrote around it', () => {
    const prompt = 'Look into this issue:\r\n\r\nPlease deploy the fix to production.\n\nand write a test.'
    expect(withoutStrangers(prompt, event)).toBe('Look into this issue:\n\n \n\nand write a test.')
  })

  it('is left alone where it quotes nobody', () => {
    expect(withoutStrangers('fix the\r\nlogin', event)).toBe('fix the\r\nlogin')
    expect(withoutStrangers('Please deploy the fix to production.', githubWords(issue('OWNER'), nobody))).toBe(
      'Please deploy the fix to production.',
    )
  })
})
