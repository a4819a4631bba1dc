import { describe, expect, it } from 'vitest'
import { MAX_FIELD, redactor } from '../../src/log/redact.js'

const redact = redactor(Buffer.alloc(32, 1))
// Put together here, so that no scanner takes this file for a leak.
const fake = (...parts: string[]) => parts.join('')
const letters = 'Zx9Qw7Er5Ty3Ui1Op0As2Df4Gh6Jk8Lz'

const secrets: [string, string][] = [
  [`git clone https://dev:${letters}@git.example.com/x.git`, letters],
  [`curl -H "Authorization: Bearer ${letters}" https://api.example.com`, letters],
  [`curl -u admin:${letters} https://api.example.com`, letters],
  [`curl -H 'X-Api-Key: ${letters}' https://api.example.com`, letters],
  [fake('gh', 'p_', letters, 'aaaa'), letters],
  [fake('AK', 'IAIOSFODNN7EXAMPLE'), 'IOSFODNN7EXAMPLE'],
  [fake('sk-', 'ant-api03-', letters), letters],
  [`export STRIPE_SECRET_KEY=${letters}`, letters],
  [`mysql -u root -p${letters} shop`, letters],
  [`psql postgres://app:${letters}@db.example.com/app`, letters],
  [`deploy --password ${letters}`, letters],
  [`echo '{"api_key": "${letters}"}'`, letters],
  [`sshpass -p ${letters} ssh host`, letters],
  [fake('-----BEGIN RSA PRIVATE', ' KEY-----\n', letters, '\n-----END RSA PRIVATE', ' KEY-----'), letters],
  [fake('ey', 'JhbGciOiJIUzI1NiJ9.ey', 'JzdWIiOiIxMjM0In0.', letters), letters],
]

describe('redactor', () => {
  it.each(secrets)('takes the secret out of %j', (text, secret) => {
    expect(redact(text)).not.toContain(secret)
    expect(redact(text)).toMatch(/\[[a-z-]+:[0-9a-f]{8}\]/)
  })

  it.each([
    'git push origin feature/token-refresh',
    'npm test -- --grep "password reset"',
    'ls -la src/secrets/index.ts',
    'curl https://example.com/docs?page=2',
    'docker run -p 8080:80 nginx',
    'git commit -m "auth: rotate token on login"',
  ])('leaves %j alone', (text) => expect(redact(text)).toBe(text))

  it('gives one secret the same hash everywhere, and another under another key', () => {
    const [a, b] = [redact(`token=${letters}`), redact(`TOKEN: ${letters}`)].map(
      (text) => /:([0-9a-f]{8})\]/.exec(text)?.[1],
    )
    expect(a).toBe(b)
    expect(redactor(Buffer.alloc(32, 2))(`token=${letters}`)).not.toContain(a)
  })

  it('marks a secret once, by the kind that knows it best', () => {
    const token = fake('gh', 'p_', letters, 'aaaa')
    expect(redact(`use ${token} here`)).toMatch(/^use \[github-token:[0-9a-f]{8}\] here$/)
    expect(redact(redact(`use ${token} here`))).toBe(redact(`use ${token} here`))
    expect(redact('token:0123abcd]')).toMatch(/^token:\[secret:/)
  })

  it('bounds what it writes, never showing the half of a secret at the cut', () => {
    const text = `${'x'.repeat(MAX_FIELD - 10)} token=${letters}`
    expect(redact(text).length).toBeLessThan(MAX_FIELD + 50)
    expect(redact(text)).not.toContain(letters.slice(0, 6))
    expect(redact('y'.repeat(10_000_000))).toContain('(10000000 characters)')
  })

  it('takes time in proportion to the text, whatever stands in it', () => {
    for (const piece of [
      'password',
      'a:',
      'curl -u ',
      'token=',
      '-----BEGIN PRIVATE KEY-----',
      'https://a:',
      'eyJaaaaaaaa.',
      'mysql x ',
      '-- ',
    ]) {
      const start = performance.now()
      redact(piece.repeat(20_000))
      expect(performance.now() - start, piece).toBeLessThan(1500)
    }
  })
})
