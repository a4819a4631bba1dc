/** Modes: which files may set which, and what a launch may ask for. */
import { describe, expect, it } from 'vitest'
import { modeAsked, modeOf, type SessionMode } from '../../src/config/approvals.js'

const settings = (layers: [scope: string, mode: SessionMode][]) =>
  modeOf(
    layers.map(([scope, mode]) => ({ scope, given: { mode } })),
    () => {},
  )

describe('the mode of a session', () => {
  it.each<[[string, SessionMode][], { mode: SessionMode; least: SessionMode }]>([
    [[], { mode: 'auto', least: 'observe' }],
    [[['user', 'observe']], { mode: 'observe', least: 'observe' }],
    [
      [
        ['managed', 'auto'],
        ['user', 'observe'],
      ],
      { mode: 'auto', least: 'auto' },
    ],
    [
      [
        ['user', 'observe'],
        ['project', 'ask'],
      ],
      { mode: 'ask', least: 'ask' },
    ],
    [
      [
        ['user', 'ask'],
        ['project', 'auto'],
      ],
      { mode: 'ask', least: 'auto' },
    ],
  ])('%j', (layers, expected) => expect(settings(layers)).toEqual(expected))

  it('is what the launch asks for, unless the organisation or the project asks for more', () => {
    expect(modeAsked('observe', settings([]))).toBe('observe')
    expect(modeAsked('observe', settings([['user', 'ask']]))).toBe('observe')
    expect(modeAsked('observe', settings([['managed', 'auto']]))).toBeUndefined()
    expect(modeAsked('auto', settings([['project', 'ask']]))).toBeUndefined()
    expect(modeAsked('ask', settings([['managed', 'auto']]))).toBe('ask')
    expect(modeAsked(undefined, settings([['managed', 'ask']]))).toBe('ask')
  })
})
