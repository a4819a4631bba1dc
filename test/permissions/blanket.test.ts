import { describe, expect, it } from 'vitest'
import { blanketOf } from '../../src/permissions/blanket.js'
import { blanketRows } from '../../src/permissions/blanket-rows.js'
import { fits } from '../../src/permissions/wildcard.js'
import { rule } from './rules.js'

const blanket = [
  'Bash',
  'Bash()',
  'Bash(*)',
  'Bash(:*)',
  'Bash(python:*)',
  'Bash(python *)',
  'Bash(python*)',
  'Bash(python3.11 *)',
  'Bash(python3*)',
  'Bash(py*on *)',
  'Bash(* --help *)',
  'Bash(* --version)',
  'Bash(node:*)',
  'Bash(npm run:*)',
  'Bash(npm run *)',
  'Bash(npm *)',
  'Bash(yarn run *)',
  'Bash(pnpm run:*)',
  'Bash(bun run *)',
  'Bash(npx *)',
  'Bash(bunx:*)',
  'Bash(sudo:*)',
  'Bash(env *)',
  'Bash(env FOO=1 *)',
  'Bash(xargs:*)',
  'Bash(bash:*)',
  'Bash(bash -c *)',
  'Bash(bash -c:*)',
  'Bash(sh)',
  'Bash(bash)',
  'Bash(eval:*)',
  'Bash(docker exec *)',
  'Bash(docker exec db *)',
  'Bash(docker exec -it db *)',
  'Bash(docker run --rm *)',
  'Bash(ssh:*)',
  'Bash(ssh host *)',
  'Bash(uv run *)',
  'Bash(uv run:*)',
  'Bash(uv *)',
  'Bash(nix-shell *)',
  'Bash(tmux *)',
  'Bash(tmux send-keys *)',
  'Bash(vim *)',
  'Bash(awk *)',
  'Bash(sed *)',
  'Bash(find *)',
  'Bash(find:*)',
  'Bash(make *)',
  'Bash(make:*)',
  'Bash(timeout 5 *)',
  'Bash(timeout *)',
  'Bash(git *)',
  'Bash(git:*)',
  'Bash(git -C * status)',
  'Bash(python3 scripts/*)',
  'Bash(python3 -m *)',
  'Bash(python3 -c *)',
  'Bash(python3 -u *)',
  'Bash(./scripts/*)',
  'Bash(l*)',
  'Bash(poetry run *)',
  'Bash(cargo run *)',
  'Bash(go run *)',
  'Bash(perl -e *)',
  'Bash(/usr/bin/python3 *)',
  'Bash(.venv/bin/python *)',
  'Bash(kubectl *)',
  'Bash(kubectl exec *)',
  'Bash(psql *)',
  'Bash(psql:*)',
  'Bash(deno run *)',
  'Bash(FOO=1 python3 *)',
  'Bash(cd x && python3 *)',
  'Agent',
  'Agent(Explore)',
  'Task',
  'Skill',
  'Skill(x)',
  'Monitor',
  'PowerShell',
  'PowerShell(*)',
  'Bash(git * main)',
  'Bash(git rebase *)',
  'Bash(git config *)',
  'Bash(time *)',
  'Bash(claude *)',
  'Bash(rsync -e *)',
  'Bash(tar *)',
  'Bash(gh *)',
  'Bash(gcloud *)',
  'Bash(source *)',
  'Bash(. *)',
  'Bash(* install)',
  'Bash(watch *)',
  'Bash(just *)',
  'Bash(pipx run *)',
  'Bash(npm exec *)',
  'Bash(npm run * --silent)',
  'Bash("python3" *)',
]

const narrow = [
  'Bash(npm test)',
  'Bash(npm test:*)',
  'Bash(npm run build)',
  'Bash(npm run build:*)',
  'Bash(npm run lint*)',
  'Bash(npm run test:*)',
  'Bash(git status)',
  'Bash(git status:*)',
  'Bash(git commit:*)',
  'Bash(git add *)',
  'Bash(git log *)',
  'Bash(git diff:*)',
  'Bash(git push origin main)',
  'Bash(git push *)',
  'Bash(git checkout *)',
  'Bash(python3 manage.py check)',
  'Bash(python3 manage.py *)',
  'Bash(python3 -m pytest *)',
  'Bash(python3 -m pytest:*)',
  'Bash(pytest:*)',
  'Bash(cargo test *)',
  'Bash(cargo build:*)',
  'Bash(go test *)',
  'Bash(go build ./...)',
  'Bash(ls:*)',
  'Bash(ls *)',
  'Bash(cat *)',
  'Bash(grep:*)',
  'Bash(rg foo)',
  'Bash(echo *)',
  'Bash(mkdir:*)',
  'Bash(rm *)',
  'Bash(curl *)',
  'Bash(curl:*)',
  'Bash(wget *)',
  'Bash(docker ps)',
  'Bash(docker ps:*)',
  'Bash(docker compose up *)',
  'Bash(docker build *)',
  'Bash(kubectl get *)',
  'Bash(kubectl logs *)',
  'Bash(make test)',
  'Bash(make build)',
  'Bash(node scripts/build.js)',
  'Bash(node --version)',
  'Bash(python3 --version)',
  'Bash(uv run pytest)',
  'Bash(uv run pytest *)',
  'Bash(npx tsc --noEmit)',
  'Bash(npx vitest run *)',
  'Bash(gh pr view *)',
  'Bash(gh pr list:*)',
  'Bash(npm install)',
  'Bash(npm install:*)',
  'Bash(npm ci)',
  'Bash(pip install -r requirements.txt)',
  'Bash(find . -name foo)',
  'Bash(sudo systemctl status nginx)',
  'Bash(ssh host uptime)',
  'Bash(tsc:*)',
  'Bash(eslint *)',
  'Bash(prettier *)',
  'Bash(jq:*)',
  'Bash(test *)',
  'Bash(env)',
  'Bash(aws s3 ls *)',
  'Bash(terraform plan *)',
  'Read',
  'Edit',
  'Edit(/src/**)',
  'Read(~/.zshrc)',
  'WebFetch',
  'WebFetch(domain:example.com)',
  'mcp__github',
  'mcp__github__*',
  'mcp__github__get_issue',
  'Bash(bun test *)',
  'Bash(yarn test)',
  'Bash(yarn install *)',
  'Bash(docker exec db pg_dump)',
  'Bash(timeout 5 npm test)',
  'Bash(sort *)',
  'Bash(./gradlew test)',
  'Bash(./scripts/build.sh)',
  'Bash(./scripts/build.sh *)',
  'Bash(git fetch *)',
  'Bash(go vet *)',
  'Bash(rg *)',
  'Bash(git show *)',
  'Bash(head *)',
]

describe('a rule that permits arbitrary code is blanket', () => {
  it.each(blanket)('%s', (text) => expect(blanketOf(rule(text))?.why).toMatch(/\w/))
})

describe('a rule that permits what it names stays', () => {
  it.each(narrow)('%s', (text) => expect(blanketOf(rule(text))).toBeUndefined())
})

describe('every form of star, for every program of the table', () => {
  const programs = [
    ...new Set(blanketRows.filter(({ id }) => id !== 'any-file').flatMap((row) => row.programs)),
  ].filter((name) => !name.includes('%'))
  // Some programs run code only below a subcommand; with a star right behind the name all of them do.
  it.each(['Bash(X *)', 'Bash(X:*)', 'Bash(X*)', 'Bash(/usr/bin/X *)', 'Bash(*X *)'])('%s', (form) => {
    const missed = programs.filter((program) => !blanketOf(rule(form.replace('X', program))))
    expect(missed).toEqual([])
  })
})

it('shows a command that the rule really permits', () => {
  for (const text of ['Bash(python3 *)', 'Bash(npm run *)', 'Bash(sudo:*)', 'Bash(docker exec *)', 'Bash(git *)']) {
    const { subject } = rule(text)
    const witness = blanketOf(rule(text))?.witness ?? ''
    expect([
      text,
      witness,
      subject.tool === 'Bash' &&
        subject.command.form === 'text' &&
        subject.command.wildcards.some((wildcard) => fits(wildcard, witness)),
    ]).toEqual([text, witness, true])
  }
})

it('has nothing to say about rules that forbid', () => {
  expect(blanketOf(rule('Bash(*)', 'deny'))).toBeUndefined()
  expect(blanketOf(rule('Bash(*)', 'allow'))).toBeDefined()
})

it('knows prefix rules', () => {
  const words = (...choices: string[][]) =>
    blanketOf({ action: 'allow', subject: { tool: 'Bash', command: { form: 'words', words: choices } } })
  expect(words(['python3'])).toBeDefined()
  expect(words(['git', 'python3'], ['status'])).toBeUndefined()
  expect(words(['npm'], ['test', 'run'])).toBeDefined()
  expect(words(['npm'], ['test', 'ci'])).toBeUndefined()
})

it('is quick for long patterns', () => {
  const start = performance.now()
  for (let at = 0; at < 20; at++) blanketOf(rule(`Bash(zz${'a*'.repeat(450)}q${at})`))
  expect(performance.now() - start).toBeLessThan(2_000)
})
