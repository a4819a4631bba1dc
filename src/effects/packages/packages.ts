/** All programs that install, build, test, check, serve or publish. */
import type { Family } from '../context.js'
import { developmentPrograms } from './development.js'
import { javascriptPackages } from './javascript.js'
import { nativePackages } from './native.js'
import { pythonPackages } from './python.js'
import { runnerPrograms } from './runners.js'
import { systemPackages } from './system.js'

export const packagePrograms: Readonly<Record<string, Family>> = {
  ...developmentPrograms,
  ...javascriptPackages,
  ...nativePackages,
  ...pythonPackages,
  ...runnerPrograms,
  ...systemPackages,
}
