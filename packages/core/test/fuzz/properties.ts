import fc from 'fast-check'
import { expect } from 'vitest'
import { parseEnvValue } from '../../src/config/env/env-value.ts'
import { findJsonMistake } from '../../src/config/file/json-mistake.ts'
import { parseText } from '../../src/config/file/parse-text.ts'
import { parseListenAddress } from '../../src/config/listen-address.ts'
import { refuseRequest } from '../../src/http/refuse-request.ts'
import { compilePattern } from '../../src/log/pattern.ts'
import { ProxymError } from '../../src/problem.ts'
import { mutated, textOf } from './odd-values.ts'
import { never, outcome } from './outcome.ts'
import { serviceProperty, word } from './service-property.ts'

type Property = fc.IRawProperty<unknown>

const isProxymError = (error: unknown) => error instanceof ProxymError
const headers = fc.dictionary(
  fc.constantFrom('host', 'origin', 'sec-fetch-site', 'content-encoding', 'content-length', 'authorization'),
  textOf('localhost', '127.0.0.1', ':', '[::1]', 'http://', 'null', '@', 'gzip', '-1', '1e9', '.', 'x'),
)
const record = { time: 0, id: 1, level: 'info', module: 'a/b', message: 'm\nn\u001b[0m', fields: { a: '\n' } } as const

/** Every parser of core that text or values from outside reach. */
export const properties: Readonly<Record<string, Property>> = {
  'rules of services': serviceProperty,
  'listen address': fc.property(fc.oneof(word, mutated('127.0.0.1:5678', ':80', '[::1]:443', 'app.example.com:1')), text => {
    const address = outcome(() => parseListenAddress(text), never)
    if (address === undefined) return
    expect(address.port >= 0 && address.port <= 65_535).toBe(true)
    expect(address.host).toMatch(/^[a-z0-9_.:%-]*$/i)
  }),
  'log pattern': fc.property(
    fc.oneof(
      textOf(
        '%{',
        '}',
        'time',
        ':',
        'level',
        'message',
        'color',
        'bold',
        'reset',
        'id',
        '2006',
        '.000',
        'Z07:00',
        'longfunc',
        '%',
        '-8s',
        '.3s',
        'MST',
      ),
      mutated('%{time:02.01.2006 15:04:05.000} [%{level:.4s}] %{longfunc}: %{message}', '%{id:03x} %{pid} %{program}'),
    ),
    pattern => {
      const context = {
        program: 'proxym',
        pid: 7,
        paint: (_: unknown, text: string) => text,
        zone: { offsetMinutes: () => 0, nameAt: () => 'UTC' },
      }
      const format = outcome(() => String(compilePattern(pattern, context)(record as never)), isProxymError)
      expect(format ?? '').not.toMatch(/[^\P{Cc}\t]/u)
    },
  ),
  'environment values': fc.property(
    fc.constantFrom('text', 'list', 'number', 'boolean'),
    fc.oneof(textOf(',', '1', 'e', '.', '-', 'true', ' ', 'Infinity', '0x'), fc.string({ unit: 'binary' })),
    (kind, text) => {
      const value = outcome(() => parseEnvValue(kind, text), never)
      if (kind === 'number' && value !== undefined) expect(Number.isFinite(value)).toBe(true)
      if (kind === 'list') for (const item of value as string[]) expect(item.trim()).toBe(item)
    },
  ),
  'configuration file': fc.property(
    fc.constantFrom('/c.json', '/c.yaml'),
    fc.oneof(
      textOf(
        '{',
        '}',
        '[',
        ']',
        ':',
        ',',
        '- ',
        '&a ',
        '*a',
        '<<: ',
        '"',
        "'",
        '\n',
        '  ',
        '|',
        '>',
        '%',
        '!!map ',
        '---',
        'plugins',
        'token: x',
        '#',
      ),
      mutated(
        '{"listen":"127.0.0.1:1","plugins":[["file",{"configsPath":"./s"}]]}',
        'listen: ":80"\nplugins:\n  - [file, { configsPath: ./s }]\n',
      ),
      fc.json(),
    ),
    (file, text) => {
      const parsed = outcome(() => {
        const result = parseText(text, file, 'c')
        return 'problems' in result ? result : { value: result.source.value, place: result.source.place(['plugins', 0, 'x']) }
      }, never)
      if (parsed === undefined || !('problems' in parsed)) return
      expect(parsed.problems.length).toBeGreaterThan(0)
      for (const { code, where } of parsed.problems) expect(`${code} ${where}`).toMatch(/^PROXYM_\w+ c:\d+:\d+$/)
    },
  ),
  'place of a mistake in JSON': fc.property(
    fc.oneof(mutated('{"a":[1,-2.5e3,true,null,"\\u00e9"]}'), fc.json(), fc.string()),
    text => {
      const isJson =
        outcome(
          () => JSON.parse(text) !== undefined,
          () => true,
        ) === true
      const mistake = outcome(() => findJsonMistake(text), never)
      expect(mistake === undefined).toBe(isJson)
      if (mistake !== undefined) expect(mistake.offset >= 0 && mistake.offset <= text.length).toBe(true)
    },
  ),
  'head of a request': fc.property(
    fc.constantFrom('GET', 'POST', 'DELETE', 'X'),
    headers,
    fc.boolean(),
    (method, given, loopback) => {
      const refusal = outcome(
        () =>
          refuseRequest(
            { method, headers: given, hosts: [given.host ?? []].flat() },
            { loopback, allowedHosts: [], bodyBytes: 10 },
          ),
        never,
      )
      if (refusal !== undefined) expect(refusal.code).toMatch(/^PROXYM_HTTP_/)
    },
  ),
}
