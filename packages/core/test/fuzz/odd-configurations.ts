import fc from 'fast-check'
import { expect } from 'vitest'
import { ProxymError } from '../../src/problem.ts'
import { createFixture } from '../config/fixture.ts'
import { textOf } from './odd-values.ts'

const word = textOf('a', './x.js', '\n', ' ', ',', ':', '1', 'true', '{', '"', '../', '@acme/', 'file:', '\u0000', '$', '%{', '}')
const json = fc.jsonValue({ maxDepth: 3 })
const option = fc.oneof(word, json)
const entry = fc.oneof(
  json,
  fc.tuple(fc.constantFrom('file', 'haproxy', 'stdout', 'signal', './none.js'), json),
  fc.record({ use: fc.constantFrom('file', 'haproxy', 'stdout'), optional: option, options: json }, { requiredKeys: ['use'] }),
  fc.tuple(fc.constant('file'), fc.record({ configsPath: option, pollMs: option, deep: json }, { requiredKeys: [] })),
  fc.tuple(
    fc.constant('haproxy'),
    fc.record(
      { templatePath: option, configFilePath: option, reloadCommand: option, servers: json, users: json },
      { requiredKeys: [] },
    ),
  ),
)
const config = fc.oneof(
  json,
  fc.record(
    {
      listen: option,
      plugins: fc.oneof(fc.array(entry, { maxLength: 3 }), json),
      resyncMs: option,
      stateDir: option,
      httpToken: option,
      log: json,
    },
    { requiredKeys: [] },
  ),
)
const variables = fc.dictionary(
  fc.constantFrom(
    ...[
      'PROXYM_LISTEN_ADDRESS',
      'PROXYM_FILE_ENABLED',
      'PROXYM_FILE_CONFIGS_PATH',
      'PROXYM_FILE_POLL_MS',
      'PROXYM_FILE_DEEP_ONCE',
    ],
    ...[
      'PROXYM_PROXY_ENABLED',
      'PROXYM_HAPROXY_SERVERS',
      'PROXYM_LOG_FORMAT',
      'PROXYM_LOG_APPLOG_LEVEL',
      'PROXYM_HTTP_TOKEN',
      'PROXYM_X',
    ],
    ...['PROXYM_STATE_DIR', 'PROXYM___PROTO___ENABLED', 'PROXYM_', 'PROXYM_STDOUT_ENABLED'],
  ),
  fc.oneof(word, fc.constantFrom('1', '0', 't', ':80', 'json', '/tmp', 'debug')),
  { maxKeys: 5 },
)

/** Load that many configurations of files and variables; each is loaded, or refused with problems that have a code. */
export async function loadOddConfigurations(count: number): Promise<void> {
  const fixture = await createFixture()
  const attempt = (env: Readonly<Record<string, string>>) =>
    fixture.load(env).then(
      ({ plugins }) => plugins.map(({ name }) => name),
      (error: unknown) => {
        if (!(error instanceof ProxymError)) throw error
        for (const { code, message } of error.problems) expect(`${code} ${message}`).toMatch(/^PROXYM_[A-Z_]+ ./)
        return error.message
      },
    )
  let runs = 0
  await fc.assert(
    fc.asyncProperty(fc.option(config), variables, async (file, env) => {
      await fixture.write({ 'proxym.config.json': JSON.stringify(file ?? {}) })
      const outcome = await attempt(env)
      runs += 1
      if (runs % 10 === 0) expect(await attempt(env)).toEqual(outcome)
    }),
    { numRuns: count, interruptAfterTimeLimit: 180_000, markInterruptAsFailure: true },
  )
}
