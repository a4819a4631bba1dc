/**
 * Directories and files that a project's own tools make again from what is under version control. Deleting them inside
 * the project loses time, not work. Names as the tools of each ecosystem use them by default.
 */
const directories = new Set([
  'node_modules',
  'dist',
  'build',
  'out',
  'target',
  'coverage',
  '.nyc_output',
  '.next',
  '.nuxt',
  '.svelte-kit',
  '.output',
  '.turbo',
  '.parcel-cache',
  '.vite',
  '.cache',
  '.angular',
  '.astro',
  '.docusaurus',
  'storybook-static',
  'htmlcov',
  '__pycache__',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.tox',
  '.nox',
  '.hypothesis',
  '.ipynb_checkpoints',
  '.eggs',
  '.venv',
  'venv',
  '.gradle',
  '.kotlin',
  '.dart_tool',
  'cmake-build-debug',
  'cmake-build-release',
  '_build',
  'obj',
  'DerivedData',
  '.terraform',
  'elm-stuff',
  '.stack-work',
  'dist-newstyle',
  '.zig-cache',
  'zig-out',
  'zig-cache',
  'tmp',
  '.tmp',
  '.sass-cache',
  '.bundle',
  '.eslintcache',
  '.jekyll-cache',
  '_site',
  'test-results',
  'playwright-report',
  'Debug',
  'Release',
  '.serverless',
  '.aws-sam',
  'cdk.out',
  'bazel-bin',
  'bazel-out',
])

const suffixes = ['.pyc', '.pyo', '.o', '.obj', '.class', '.tsbuildinfo', '.tmp', '.egg-info', '.swp', '.orig', '.rej']

const files = new Set([
  '.DS_Store',
  '.coverage',
  '.eslintcache',
  'Thumbs.db',
  'npm-debug.log',
  'yarn-error.log',
  'a.out',
])

/** True for an absolute path below `project` whose own name, or a directory above it inside the project, is built again by tools. */
export function isRegenerable(path: string, project: string): boolean {
  if (!path.startsWith(`${project}/`)) return false
  const parts = path.slice(project.length + 1).split('/')
  if (parts.some((part) => directories.has(part))) return true
  const name = parts.at(-1) ?? ''
  return files.has(name) || suffixes.some((suffix) => name.endsWith(suffix))
}
