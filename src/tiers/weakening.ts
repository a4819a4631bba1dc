/**
 * What a piece of text, written into a file of the project, switches off: verification, authentication, tests, checks.
 * The write is in the project, but what it does is not like other writes there.
 */
import type { Effect, Flag } from '../effects/effect.js'

const insecure =
  /rejectUnauthorized['"]?\s*[:=]\s*false|\bverify\s*=\s*False|verify_?ssl['"]?\s*[:=]\s*(?:false|no|0)\b|ssl_?verify\w*['"]?\s*[:=]\s*(?:false|no|none|0)\b|InsecureSkipVerify\s*[:=]\s*true|NODE_TLS_REJECT_UNAUTHORIZED['"]?\s*[:=,]\s*['"]?0|SSL_VERIFYPEER\W{1,4}(?:false|0)|strict-ssl\s*=\s*false|StrictHostKeyChecking\s+no|check_hostname\s*=\s*False|CERT_NONE|VERIFY_NONE|trust_?all_?certs|auth(?:entication|_required|_enabled)?\s*[:=]\s*(?:no|false|off|none|trust)\b|PermitRootLogin\s+yes|allow_anonymous\s+true|host\s+all\s+all\s+\S+\s+trust/i

const skipsChecks =
  /\b(?:it|test|describe|context|suite)\.(?:skip|todo)\b|\bx(?:it|describe|test|context)\s*\(|@(?:pytest\.mark\.|unittest\.)?(?:skip|skipif|xfail)\b|@Disabled\b|@Ignore\b|\bt\.Skip(?:Now)?\(|#\[ignore\]|\.only\(|["'](?:test|tests|lint|check|typecheck|ci|precommit|pre-commit|prepublishOnly|verify)["']\s*:\s*["'](?:true|:|exit 0|echo [^"']*)["']|\|\|\s*true\b|continue-on-error:\s*true|allow_failure:\s*true|--no-verify|--passWithNoTests|-DskipTests|@ts-nocheck|expect\(true\)\.toBe\(true\)|assert True\b/

/** Settings of linters and type checkers that switch a rule off. */
const ruleOff =
  /["']?[@\w/-]+["']?\s*:\s*(?:["']off["']|\[\s*["']off["']|0\b)|["'](?:strict\w*|no[A-Z]\w+|exactOptional\w*)["']\s*:\s*false|\b(?:ignore|disable|extend-ignore|per-file-ignores|exclude_lines|omit)\s*=\s*\S|ignore_errors\s*=\s*true|(?:fail_under|branches|functions|lines|statements|threshold)["']?\s*[:=]\s*\d/i
const linterConfig =
  /(?:^|\/)(?:\.eslintrc(?:\.\w+)?|eslint\.config\.\w+|tsconfig[\w.-]*\.json|biome\.jsonc?|\.stylelintrc(?:\.\w+)?|\.?ruff\.toml|\.flake8|\.pylintrc|mypy\.ini|\.?pyrightconfig\.json|\.rubocop\.yml|\.golangci\.ya?ml|clippy\.toml|phpstan\.neon|\.coveragerc|codecov\.yml|\.nycrc(?:\.json)?|\.markdownlint(?:\.\w+)?|detekt\.yml|checkstyle\.xml|\.hadolint\.ya?ml|\.yamllint|\.shellcheckrc|\.swiftlint\.yml)$/i

/** Files that tell a scanner, linter or auditor what to overlook. */
const overlooking =
  /(?:^|\/)(?:\.(?:trivyignore(?:\.ya?ml)?|snyk|semgrepignore|gitleaksignore|gitleaks-ignore|nsprc|grype\.ya?ml|checkov\.ya?ml|checkov\.baseline|tfsec\/\S*|bandit|secrets\.baseline|auditignore|osv-scanner\.toml|dockle?ignore|hadolint\.ya?ml|kics-config|safety-policy\.yml|cargo\/audit\.toml)|audit-ci\.jsonc?|osv-scanner\.toml|deny\.toml|phpstan-baseline\.neon|psalm-baseline\.xml|detekt-baseline\.xml|lint-baseline\.xml|\.rubocop_todo\.yml|suppressions?\.(?:xml|txt|ya?ml))$/i

/** The flag that a write into the project gets for what its text switches off; undefined for any other effect. */
export function weakening(effect: Effect): Flag | undefined {
  if (effect.kind !== 'fs.write') return undefined
  if (effect.targets.some((target) => target.value !== null && overlooking.test(target.value))) return 'skip-checks'
  for (const source of effect.sources) {
    if (source.type !== 'text' || source.value === null) continue
    if (insecure.test(source.value)) return 'insecure'
    if (ruleOff.test(source.value) && effect.targets.some(({ value }) => value !== null && linterConfig.test(value)))
      return 'skip-checks'
    if (skipsChecks.test(source.value) && !isProse(effect)) return 'skip-checks'
  }
  return undefined
}

/** A document may speak of all of these. */
function isProse(effect: Effect): boolean {
  return effect.targets.some((target) => target.value !== null && /\.(?:md|mdx|txt|rst|adoc)$/i.test(target.value))
}
