/** What is denied before anything else is asked: acts against the gate itself. No word of the user clears them from inside. */
import type { Rule } from './rule.js'

export const hardRules: readonly Rule[] = [
  {
    id: 'gate.tamper',
    group: 'weaken',
    strength: 'never',
    match: { kind: 'gate.tamper' },
    why: 'it would stop, edit, unset or talk to the gate that watches this session',
    needs: [],
    yes: ['pkill -f gatesh', 'rm -rf ~/.local/state/gatesh', 'gatesh approve 17', 'unset GATESH_SESSION'],
    no: ['gatesh log', 'gatesh check -- git push', 'grep -rn gatesh src', 'git commit -m "docs: mention pkill gatesh"'],
  },
]
