/** All scenes. */
import { bounded } from './bounded.js'
import { referring } from './referring.js'
import { removing } from './removing.js'
import { running } from './running.js'
import type { Scene } from './scene.js'
import { sharing } from './sharing.js'
import { various } from './various.js'

export const scenes: readonly Scene[] = [...removing, ...sharing, ...running, ...referring, ...bounded, ...various]
