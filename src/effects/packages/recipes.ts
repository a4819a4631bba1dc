/** Recipes of Makefiles and justfiles as shell text, as far as plain reading goes; what is computed stays an unknown variable. */

/** Most recipes that one goal pulls in. */
const MAX_RECIPES = 64

interface Recipe {
  readonly needs: readonly string[]
  readonly lines: readonly string[]
}

interface Recipes {
  readonly recipes: ReadonlyMap<string, Recipe>
  readonly first: string | undefined
}

/** Continued lines joined. */
function logicalLines(text: string): readonly string[] {
  return text.replace(/\\\r?\n[ \t]*/g, ' ').split(/\r?\n/)
}

const MAKE_RULE = /^([^\s#:=][^#:=]*):(?!=)\s*([^#;]*)(?:;(.*))?$/
const MAKE_VARIABLE = /^\s*(?:export\s+|override\s+)?([\w.-]+)\s*(?::{0,3}|\?|\+)=\s*(.*?)\s*$/

/** Reads a Makefile. Conditionals, includes and functions are not followed: what they would set is unknown. */
export function readMakefile(text: string): Recipes {
  const recipes = new Map<string, Recipe>()
  const variables = new Map<string, string>()
  let first: string | undefined
  let open: { names: readonly string[]; needs: string[]; lines: string[] } | undefined
  const close = () => {
    if (!open) return
    for (const name of open.names) {
      const known = recipes.get(name)
      recipes.set(name, {
        needs: [...(known?.needs ?? []), ...open.needs],
        lines: open.lines.length > 0 ? open.lines : (known?.lines ?? []),
      })
    }
    open = undefined
  }
  for (const line of logicalLines(text)) {
    if (line.startsWith('\t')) {
      open?.lines.push(line.slice(1))
      continue
    }
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue
    const variable = MAKE_VARIABLE.exec(line)
    if (variable) {
      close()
      variables.set(variable[1]!, variable[2]!)
      continue
    }
    const rule = MAKE_RULE.exec(line)
    close()
    if (!rule) continue
    const names = rule[1]!.trim().split(/\s+/)
    open = {
      names,
      needs: rule[2]!.replace(/\|/g, ' ').trim().split(/\s+/).filter(Boolean),
      lines: rule[3] ? [rule[3]] : [],
    }
    first ??= names.find((name) => !name.startsWith('.') && !name.includes('%'))
  }
  close()
  const expand = (line: string, depth = 0): string =>
    line.replace(
      /\$\$|\$\(([\w.-]+)\)|\$\{([\w.-]+)\}|\$\(([^()]*)\)|\$([@<^*?%+])/g,
      (whole, round?: string, curly?: string, call?: string, automatic?: string) => {
        if (whole === '$$') return '$'
        if (call !== undefined || automatic !== undefined) return '${MAKE_UNKNOWN}'
        const name = (round ?? curly)!
        if (name === 'MAKE') return 'make'
        const value = variables.get(name)
        return value === undefined || depth > 4 ? `\${${name.replace(/\W/g, '_')}}` : expand(value, depth + 1)
      },
    )
  const expanded = new Map(
    [...recipes].map(
      ([name, recipe]) =>
        [
          name,
          { needs: recipe.needs, lines: recipe.lines.map((line) => expand(line.replace(/^[@+-]+\s*/, ''))) },
        ] as const,
    ),
  )
  return { recipes: expanded, first }
}

const JUST_RECIPE = /^@?([A-Za-z_][\w-]*)((?:\s+[^:]*)?):(?!=)\s*([^#]*)$/

/** Reads a justfile. `{{ ... }}` is unknown. */
export function readJustfile(text: string): Recipes {
  const recipes = new Map<string, Recipe>()
  let first: string | undefined
  let lines: string[] | undefined
  for (const line of logicalLines(text)) {
    if (/^\s+\S/.test(line)) {
      lines?.push(
        line
          .trim()
          .replace(/^[@-]+/, '')
          .replace(/\{\{[^}]*\}\}/g, '${JUST_UNKNOWN}'),
      )
      continue
    }
    const found = JUST_RECIPE.exec(line)
    if (!found) continue
    lines = []
    const needs = found[3]!
      .replace(/&&|\([^)]*\)/g, ' ')
      .trim()
      .split(/\s+/)
      .filter(Boolean)
    recipes.set(found[1]!, { needs, lines })
    first ??= found[1]!
  }
  return { recipes, first }
}

/** Shell text of a goal with what it needs first; undefined where the goal is not there. */
export function goalText({ recipes, first }: Recipes, goal: string | undefined): string | undefined {
  const name = goal ?? first
  if (name === undefined || !recipes.has(name)) return undefined
  const seen = new Set<string>()
  const lines: string[] = []
  const add = (each: string): void => {
    const recipe = recipes.get(each)
    if (!recipe || seen.has(each) || seen.size >= MAX_RECIPES) return
    seen.add(each)
    for (const need of recipe.needs) add(need)
    // Each line runs in a shell of its own; a subshell keeps `cd` from reaching the next.
    for (const line of recipe.lines) if (line.trim() !== '') lines.push(/^#/.test(line) ? line : `( ${line}\n)`)
  }
  add(name)
  return lines.join('\n')
}
