/** One thing that an agent wants to do, as a door saw it. Bytes that were no UTF-8 are kept as lone surrogates (see broker/wire.ts). */
import type { Dialect } from './shell/script.js'

export type Door = 'shell-shim' | 'command-shim' | 'supervisor' | 'hook' | 'line' | 'control' | 'check' | 'eval'

export type StdinKind =
  | { readonly kind: 'tty' | 'null' | 'pipe' | 'socket' | 'closed' | 'other' }
  | { readonly kind: 'file'; readonly path: string }

export type Request =
  | {
      readonly kind: 'script'
      readonly door: Door
      readonly text: string
      readonly dialect: Dialect
      readonly cwd: string
    }
  | {
      readonly kind: 'exec'
      readonly door: Door
      /** What the kernel loaded, or the shim found: absolute, resolved. */
      readonly exe: string
      /** The path as the kernel used it; names the script where `exe` is its interpreter. */
      readonly execfn?: string
      readonly argv: readonly string[]
      readonly cwd: string | null
      readonly stdin: StdinKind
      /** argv or environment was cut: what is missing is opaque. */
      readonly truncated?: boolean
      /** Image without a stable file: memfd or deleted. */
      readonly nameless?: boolean
      readonly setuid?: boolean
    }
  | {
      readonly kind: 'tool'
      readonly door: Door
      readonly agent: string
      readonly tool: string
      readonly input: Readonly<Record<string, unknown>>
      readonly cwd: string
    }
