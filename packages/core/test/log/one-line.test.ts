import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { captureLogs } from './capture.ts'

const forms = {
  pattern: {},
  json: { format: 'json' },
  journal: { journal: true },
  short: { tty: true, color: false },
  debug: { level: 'debug' },
} as const

// Everything that ends a line, moves a cursor or hides text somewhere.
const breaks = /[\p{Cc}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('\n', '\r', '\u001b[2J', '\u2028', '\u009b', '\u202e', '"', '\\', '=', ' ', '%{', '}', '\ud800', 'a'),
  }),
)
const secret = fc.string({ unit: fc.constantFrom(...'ABCDEFGH!#$%&()*+,-.:;<=>?@[]^_{|}~'), minLength: 12, maxLength: 30 })

describe.each(Object.entries(forms))('as %s', (name, options) => {
  const logged = (message: string, fields: Record<string, unknown>) => {
    const { logger, stdout } = captureLogs(options)
    logger.info(message, fields)
    return stdout.text
  }

  it('any message, key and value make exactly one line', () => {
    fc.assert(
      fc.property(nasty, nasty, fc.jsonValue(), nasty, (message, key, value, text) => {
        // `detail` is the one field that asks for lines of its own.
        fc.pre(key !== 'detail')
        const line = logged(message, { [key]: value, text, nested: { [text]: [message, { key }] }, error: new Error(message) })
        expect(line.endsWith('\n')).toBe(true)
        expect(line.slice(0, -1)).not.toMatch(breaks)
        if (name === 'json') expect(JSON.parse(line)).toMatchObject({ level: 'info', module: 'core' })
      }),
      { numRuns: 150 },
    )
  })

  it('a secret is nowhere, however deep and however written', () => {
    fc.assert(
      fc.property(nasty, secret, fc.constantFrom('redis', 'http', 'HTTPS'), (around, password, scheme) => {
        const url = `${scheme}://user:${password}@host.example:6379/0`
        const line = logged(`${around} cannot reach ${url}`, {
          url,
          list: [url, { Authorization: `Bearer ${password}` }, [password].map(part => ({ token: part }))],
          deep: { er: { httpToken: password, DB_PASSWORD: [password], clientSecret: { value: password } } },
          error: new Error(`connect ${url}`, { cause: new Error(`Authorization: Bearer ${password.replace(/[;,]/g, '')}`) }),
          map: new Map([['password', password]]),
          parsed: Object.assign(new URL('http://host.example:6379/0'), { username: 'user', password }),
        })
        expect(line).not.toContain(password)
        expect(line).not.toContain(encodeURIComponent(password))
        expect(line).toContain('host.example:6379/0')
      }),
      { numRuns: 100 },
    )
  })
})
