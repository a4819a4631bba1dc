/** The shape of gatesh's own configuration, with a description of each key; published as JSON Schema. */
import * as z from 'zod/mini'
import { isEndpoint } from './classifier.js'

const MAX_LIST = 5_000

function described<T extends z.ZodMiniType>(schema: T, description: string): T {
  z.globalRegistry.add(schema, { description })
  return schema
}

const rules = (description: string) =>
  described(z.optional(z.array(z.string()).check(z.maxLength(MAX_LIST))), description)

const positive = z.int().check(z.positive())

const prose = (description: string) =>
  described(z.optional(z.array(z.string().check(z.maxLength(4_000))).check(z.maxLength(500))), description)

const limits = described(
  z.optional(
    z.strictObject({
      inRow: described(z.optional(positive), 'refusals in a row before somebody has to look; 3 unless set'),
      total: described(z.optional(positive), 'refusals of a session before somebody has to look; 20 unless set'),
      headless: described(
        z.optional(z.enum(['stop', 'continue'])),
        'at a limit, without a terminal: end the agent (`stop`, unless set) or let it go on',
      ),
    }),
  ),
  'how many refusals an agent may collect',
)

const shims = described(
  z.optional(
    z.strictObject({
      names: described(
        z.optional(z.array(z.string().check(z.regex(/^[^/\0]+$/))).check(z.maxLength(MAX_LIST))),
        'more program names that get a shim',
      ),
    }),
  ),
  'shims on PATH, where no supervisor runs',
)

const telemetry = described(
  z.optional(
    z.strictObject({
      enabled: described(z.optional(z.boolean()), 'send decisions to a collector; off unless set'),
      endpoint: described(
        z.optional(z.string().check(z.regex(/^https?:\/\//, 'must begin with http:// or https://'))),
        'base address of an OTLP/HTTP receiver; http://localhost:4318 unless set here or by OTEL_EXPORTER_OTLP_ENDPOINT',
      ),
      headers: described(z.optional(z.record(z.string(), z.string())), 'headers of each request'),
    }),
  ),
  'decisions as OpenTelemetry logs and metrics',
)

const MAX_TIMEOUT_S = 24 * 3600

const approvals = described(
  z.optional(
    z.strictObject({
      soft: described(
        z.optional(z.enum(['ask', 'deny'])),
        'at a terminal, what your words do not cover: ask you (`ask`, unless set), or deny it at once',
      ),
      timeout: described(
        z.optional(positive.check(z.maximum(MAX_TIMEOUT_S))),
        'seconds that a question waits before it is a denial; 300 unless set',
      ),
      notify: described(
        z.optional(z.enum(['off', 'desktop'])),
        'a notification of the desktop when somebody is asked; off unless set',
      ),
      webhook: described(
        z.optional(z.string().check(z.regex(/^https?:\/\//, 'must begin with http:// or https://'))),
        'address that is told, by POST, of each question and refusal',
      ),
    }),
  ),
  'how a person is asked',
)

const modes = (names: ['observe', 'auto', 'ask'] | ['auto', 'ask']) =>
  described(
    z.optional(z.enum(names)),
    'of sessions: `auto` unless set; `ask`: a person is asked about all that is not plainly harmless; `observe`: decides and logs, and blocks nothing',
  )

const log = described(
  z.optional(
    z.strictObject({
      days: described(z.optional(positive), 'a session older than this is dropped from the log; 90 unless set'),
      megabytes: described(z.optional(positive), 'beyond this the oldest sessions are dropped; 4096 unless set'),
    }),
  ),
  'how long the log is kept',
)

const setting = (actions: ['ask', 'deny'] | ['allow', 'ask', 'deny']) =>
  described(
    z.optional(
      z.array(
        z.strictObject({
          rule: described(z.string(), 'id of a rule; `gatesh rules` lists them'),
          action: described(z.enum(actions), 'what happens to everything that the rule touches'),
        }),
      ),
    ),
    'what happens where a rule of gatesh is touched, whatever the user said',
  )

const MAX_TIMEOUTS_S = { stage1: 60, stage2: 300 }
const keyText = z.string().check(z.minLength(1), z.maxLength(4_000))

const classifier = described(
  z.optional(
    z.strictObject({
      engine: described(
        z.optional(z.enum(['embedded', 'anthropic', 'both'])),
        'what decides where no tier does: `embedded`, needs no network; `anthropic`, asks a model; `both`, the strictest. `embedded` unless set, or `anthropic` where a model, an address or a key is set',
      ),
      url: described(
        z.optional(
          z.string().check(z.refine(isEndpoint, 'must be an https:// address, or an http:// one of this machine')),
        ),
        "base address of an endpoint that speaks the Messages API; ANTHROPIC_BASE_URL or Anthropic's own unless set",
      ),
      key: described(
        z.optional(
          z
            .strictObject({
              env: described(z.optional(keyText), 'name of a variable of the environment that gatesh is started in'),
              file: described(z.optional(keyText), 'absolute path of a file that nobody else can read'),
              command: described(z.optional(keyText), 'command that prints it; run by /bin/sh outside the gate'),
              scheme: described(
                z.optional(z.enum(['x-api-key', 'bearer'])),
                'header that carries it; `x-api-key` unless set',
              ),
            })
            .check(
              z.refine(
                ({ env, file, command }) => [env, file, command].filter((one) => one !== undefined).length === 1,
                'must name one of `env`, `file` and `command`',
              ),
            ),
        ),
        'where the key is; ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN unless set',
      ),
      model: described(z.optional(keyText), 'model of both stages; claude-haiku-5-5 unless set'),
      stage1Model: described(
        z.optional(keyText),
        "model of the first stage where it is another one; then stage 2 finds nothing in the provider's cache",
      ),
      timeouts: described(
        z.optional(
          z.strictObject({
            stage1: z.optional(z.number().check(z.positive(), z.maximum(MAX_TIMEOUTS_S.stage1))),
            stage2: z.optional(z.number().check(z.positive(), z.maximum(MAX_TIMEOUTS_S.stage2))),
          }),
        ),
        'seconds that a stage may take before the embedded engine answers; 2 and 15 unless set',
      ),
      budget: described(
        z.optional(positive),
        'tokens of a session after which the embedded engine takes over, cached ones counted as a tenth; 5000000 unless set',
      ),
    }),
  ),
  'the engine that judges what the user said',
)

const permit = 'permission rules in the syntax of Claude Code, such as `Bash(npm test)`'

const place = z.string().check(z.regex(/^(?:\/|~(?:\/|$))[^\0]*$/, 'must be an absolute path, or begin with ~/'))
const places = (description: string) => described(z.optional(z.array(place).check(z.maxLength(MAX_LIST))), description)

const response = described(
  z.optional(z.enum(['warn', 'ask', 'stop'])),
  'what a write outside the project leads to that no allowed command had named: a warning (`warn`, unless set), a question whether the agent may go on, or its end',
)
const watched = places('more files and directories whose changes are told of')

const watch = described(
  z.optional(
    z.strictObject({
      response,
      exempt: places('where writes count for nothing, such as the cache of a tool'),
      places: watched,
    }),
  ),
  'the watch over writes that leave the project',
)

const walls = described(z.optional(z.boolean()), 'writes outside the project fail (Linux); off unless set')
const secrets = described(z.optional(z.boolean()), 'and credential stores cannot be read; off unless set')

const confine = described(
  z.optional(z.strictObject({ walls, secrets, writable: places('places outside the project that may be written') })),
  'walls around the agent, as `--confine` puts them up for one session',
)

/** A user's or an organisation's own file. */
export const ownSchema = z.strictObject({
  $schema: z.optional(z.string()),
  permissions: described(
    z.optional(
      z.strictObject({
        allow: rules(`${permit}: allowed unless blanket`),
        ask: rules(`${permit}: a person is asked`),
        deny: rules(`${permit}: denied`),
      }),
    ),
    'rules for every agent, beside those in its own settings',
  ),
  rules: setting(['allow', 'ask', 'deny']),
  limits,
  mode: modes(['observe', 'auto', 'ask']),
  approvals,
  shims,
  log,
  telemetry,
  watch,
  confine,
  classifier,
  autoMode: described(
    z.optional(
      z.strictObject({
        environment: prose('what is trusted here: repositories, hosts, buckets, services'),
        allow: prose('exceptions to what would be blocked'),
        soft_deny: prose('what is blocked unless the user asks for it'),
        hard_deny: prose('what is blocked whatever the user says'),
      }),
    ),
    'prose for the classifier; `$defaults` stands for what it has by itself',
  ),
})

const absolutePath = z.string().check(z.regex(/^\/[^\0]*$/, 'must be an absolute path'))

/** The organisation's own file and its fragments: what is more than a user may set stands here alone. */
export const managedSchema = z.extend(ownSchema, {
  fleet: described(
    z.optional(
      z.strictObject({
        taskFile: described(
          z.optional(absolutePath),
          "file with the words that count as the user's, for commands that come through shims without a launch",
        ),
        project: described(z.optional(absolutePath), 'directory that agents work on, for such commands'),
      }),
    ),
    'containers whose PATH leads through shims, where no launch names task and project',
  ),
})

/** A project's file: a repository is not trusted to loosen its own gate. */
export const projectSchema = z.strictObject({
  $schema: z.optional(z.string()),
  permissions: described(
    z.optional(z.strictObject({ ask: rules(`${permit}: a person is asked`), deny: rules(`${permit}: denied`) })),
    'rules for every agent in this project',
  ),
  rules: setting(['ask', 'deny']),
  limits,
  mode: modes(['auto', 'ask']),
  shims,
  watch: described(
    z.optional(z.strictObject({ response, places: watched })),
    'the watch over writes that leave the project',
  ),
  confine: described(
    z.optional(z.strictObject({ walls: z.optional(z.literal(true)), secrets: z.optional(z.literal(true)) })),
    'walls around the agent; a project may put them up',
  ),
})

export type OwnFile = z.infer<typeof managedSchema>

/** JSON Schema of the managed file; the user's has the same keys but `fleet`. */
export function jsonSchema(): object {
  return { title: 'gatesh configuration', ...z.toJSONSchema(managedSchema) }
}
