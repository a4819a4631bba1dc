/** The acts that an agent's tools can carry out, as rows: a verb and what makes it such an act. */
import type { WordClass } from './lexicon.js'
import type { Shape } from './words.js'

/** Which things make an act one that an agent's tools can carry out. */
export const acts: readonly {
  readonly name: string
  readonly verb: WordClass
  readonly on: readonly (WordClass | Shape)[]
}[] = [
  { name: 'send-to', verb: 'do.send', on: ['email', 'url', 'phone'] },
  { name: 'send-private', verb: 'do.send', on: ['of.private'] },
  { name: 'send-secret', verb: 'do.send', on: ['of.secret', 'path'] },
  { name: 'share', verb: 'do.share', on: ['of.private', 'of.data', 'email', 'url'] },
  { name: 'reveal', verb: 'do.reveal', on: ['of.secret', 'path'] },
  { name: 'reveal-instructions', verb: 'do.reveal', on: ['of.instructions'] },
  { name: 'reveal-private', verb: 'do.reveal', on: ['of.private'] },
  { name: 'pay', verb: 'do.pay', on: ['amount', 'account'] },
  { name: 'pay-money', verb: 'do.pay', on: ['of.money'] },
  { name: 'access', verb: 'do.access', on: ['of.security', 'of.secret'] },
  { name: 'invite', verb: 'do.access', on: ['email', 'url'] },
  { name: 'destroy', verb: 'do.destroy', on: ['of.data', 'of.private', 'path'] },
  { name: 'book', verb: 'do.book', on: ['of.booking', 'of.data'] },
  { name: 'run', verb: 'do.run', on: ['of.command', 'code', 'path', 'url'] },
  { name: 'visit', verb: 'do.visit', on: ['url', 'of.link'] },
  { name: 'get', verb: 'do.get', on: ['of.private', 'of.data'] },
  { name: 'get-secret', verb: 'do.get', on: ['of.secret', 'path'] },
  { name: 'get-url', verb: 'do.get', on: ['url', 'code'] },
  { name: 'install', verb: 'do.install', on: ['url', 'code'] },
  { name: 'call-tool', verb: 'do.call', on: ['of.tool'] },
  { name: 'shape-answer', verb: 'do.say', on: ['of.answer'] },
  { name: 'say-to-user', verb: 'do.say', on: ['who.user'] },
  { name: 'say-praise', verb: 'do.say', on: ['of.rating'] },
  { name: 'approve', verb: 'do.approve', on: ['of.data', 'of.rating', 'of.instructions'] },
  { name: 'follow', verb: 'do.follow', on: ['of.instructions'] },
  { name: 'remember', verb: 'do.remember', on: ['of.harness', 'lasting'] },
  { name: 'device', verb: 'do.access', on: ['of.device'] },
]
