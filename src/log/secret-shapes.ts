/**
 * What credentials look like where they stand in commands, headers, URLs and environments. For writing logs, where a
 * word too many costs little: shapes may be wider here than where a decision rests on them (src/effects/secrets.ts).
 */
export interface SecretShape {
  readonly kind: string
  /** Global. The first group is the secret; without a group all of it is. No nested repetition: linear on any text. */
  readonly pattern: RegExp
  /** At least one of these must occur for the pattern to match at all. */
  readonly hint?: readonly string[]
}

export const secretShapes: readonly SecretShape[] = [
  {
    kind: 'private-key',
    pattern: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]{0,20000}?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
    hint: ['PRIVATE KEY'],
  },
  {
    kind: 'github-token',
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255})/g,
    hint: ['gh', 'github_pat_'],
  },
  { kind: 'gitlab-token', pattern: /\bgl(?:pat|dt|rt|cbt|ptt|ft|soat|agent)-[A-Za-z0-9_-]{16,255}/g, hint: ['gl'] },
  {
    kind: 'aws-access-key',
    pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g,
    hint: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
  },
  { kind: 'anthropic-key', pattern: /\bsk-ant-[A-Za-z0-9_-]{8,255}/g, hint: ['sk-ant-'] },
  { kind: 'openai-key', pattern: /\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,255}/g, hint: ['sk-'] },
  { kind: 'slack-token', pattern: /\bxox[abceoprs]-[A-Za-z0-9-]{8,255}/g, hint: ['xox'] },
  {
    kind: 'slack-webhook',
    pattern: /hooks\.slack\.com\/(?:services|workflows)\/([A-Za-z0-9/_+-]{20,255})/g,
    hint: ['hooks.slack.com'],
  },
  { kind: 'stripe-key', pattern: /\b[srp]k_(?:live|test)_[A-Za-z0-9]{10,255}/g, hint: ['_live_', '_test_'] },
  { kind: 'google-key', pattern: /\bAIza[A-Za-z0-9_-]{35}/g, hint: ['AIza'] },
  { kind: 'google-token', pattern: /\bya29\.[A-Za-z0-9_-]{20,2048}/g, hint: ['ya29.'] },
  { kind: 'npm-token', pattern: /\bnpm_[A-Za-z0-9]{30,64}/g, hint: ['npm_'] },
  { kind: 'pypi-token', pattern: /\bpypi-[A-Za-z0-9_-]{50,512}/g, hint: ['pypi-'] },
  { kind: 'huggingface-token', pattern: /\bhf_[A-Za-z0-9]{30,64}/g, hint: ['hf_'] },
  { kind: 'digitalocean-token', pattern: /\bdo[opr]_v1_[a-f0-9]{64}/g, hint: ['_v1_'] },
  { kind: 'sendgrid-key', pattern: /\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}/g, hint: ['SG.'] },
  {
    kind: 'jwt',
    pattern: /\beyJ[A-Za-z0-9_-]{8,4096}\.eyJ[A-Za-z0-9_-]{4,8192}\.[A-Za-z0-9_-]{0,2048}/g,
    hint: ['eyJ'],
  },
  {
    kind: 'url-password',
    pattern: /[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@'"]{0,255}:([^\s/@'"]{1,512})@/gi,
    hint: ['://'],
  },
  {
    kind: 'authorization',
    pattern:
      /\b(?:authorization|proxy-authorization)["']?\s{0,4}[:=]\s{0,4}["']?(?:bearer|basic|token|digest)?\s{0,4}([^\s"'\\]{6,4096})/gi,
    hint: ['uthorization', 'UTHORIZATION'],
  },
  { kind: 'bearer', pattern: /\bbearer\s{1,4}([A-Za-z0-9._~+/=-]{12,4096})/gi, hint: ['earer', 'EARER'] },
  {
    kind: 'header-key',
    pattern:
      /\b(?:x-api-key|api-key|x-auth-token|x-vault-token|private-token|job-token|x-access-token)["']?\s{0,4}[:=]\s{0,4}["']?([^\s"'\\]{6,4096})/gi,
    hint: ['-key', '-token', '-Key', '-Token', '-KEY', '-TOKEN'],
  },
  {
    // NAME=value and "name": "value" where the name says that the value is secret.
    kind: 'secret',
    pattern:
      /\b[A-Za-z0-9_.-]{0,64}(?:passw(?:or)?d|passphrase|secret|token|api_?key|access_?key|private_?key|credentials?)[A-Za-z0-9_]{0,32}["']?\s{0,4}[=:]\s{0,4}["']?([^\s"'$`\\;&|]{4,1024})/gi,
    hint: ['=', ':'],
  },
  {
    kind: 'password',
    pattern: /(?:^|\s)--?(?:password|passwd|pass|token|secret|api-key)(?:=|\s{1,4})["']?([^\s"'$`-][^\s"'`]{2,512})/gi,
    hint: ['-'],
  },
  {
    kind: 'password',
    pattern: /\b(?:mysql|mysqldump|mariadb|mysqladmin)\b[^\n|;&]{0,512}?\s-p([^\s"'$-][^\s"']{0,255})/g,
    hint: ['mysql', 'mariadb'],
  },
  {
    kind: 'password',
    pattern: /\b(?:curl|wget)\b[^\n|;&]{0,2048}?\s(?:-u|--user)[\s=]{1,4}["']?[^\s:"']{1,255}:([^\s"']{1,512})/g,
    hint: ['curl', 'wget'],
  },
  { kind: 'password', pattern: /\bsshpass\s{1,4}-p\s{0,4}["']?([^\s"']{1,255})/g, hint: ['sshpass'] },
]
