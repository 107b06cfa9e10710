import { expect, test } from 'vitest'
import { nearest } from '../../src/config/did-you-mean.ts'
import { parseService } from '../../src/rules/service-rules.ts'
import type { JsonValue } from '../../src/service.ts'

const parse = (fields: Readonly<Record<string, JsonValue>>) => parseService({ id: 'a', ...fields }, 'Test', nearest)
const mistakes = (fields: Readonly<Record<string, JsonValue>>) => {
  const result = parse(fields)
  return 'mistakes' in result ? result.mistakes : []
}
const host = (fields: Readonly<Record<string, JsonValue>>) => ({ hosts: [{ ip: '10.0.0.1', port: 80, ...fields }] })
const long = (length: number) => 'a'.repeat(length)

test('a service with nothing but an id has every field', () => {
  expect(parse({})).toEqual({
    service: {
      ...{ id: 'a', source: 'Test', domains: [], hosts: [], port: 0, servicePort: 0, listenPort: 0 },
      ...{ applicationProtocol: '', transportProtocol: '', proxyPath: '', config: '', metadata: {} },
    },
  })
})

test.each<readonly [field: string, given: JsonValue, stored: JsonValue]>([
  ['id', 'A-z_0.9:x/y', 'A-z_0.9:x/y'],
  ['id', long(200), long(200)],
  ['domains', ['Shop.Example.COM.'], ['shop.example.com']],
  ['domains', ['b.example.com', 'a.example.com', 'B.example.com'], ['b.example.com', 'a.example.com']],
  [
    'domains',
    ['*.example.com', '1.example.com', 'xn--bcher-kva.example'],
    ['*.example.com', '1.example.com', 'xn--bcher-kva.example'],
  ],
  ['domains', ['bücher.example', 'BÜCHER.example'], ['xn--bcher-kva.example']],
  ['domains', [`${long(63)}.example.com`], [`${long(63)}.example.com`]],
  ['proxyPath', '', ''],
  ['proxyPath', '/', ''],
  ['proxyPath', 'api', '/api'],
  ['proxyPath', '//api/v1//', '/api/v1'],
  ['proxyPath', '/a%20b/~x/...', '/a%20b/~x/...'],
  ['config', 'line 1\r\nline\t2\n', 'line 1\nline\t2\n'],
  ['config', 'ü €', 'ü €'],
  ['applicationProtocol', 'HTTP', 'http'],
  ['transportProtocol', 'udp-lite+1.0', 'udp-lite+1.0'],
  ['transportProtocol', '', ''],
  ['port', 65535, 65535],
  ['servicePort', 0, 0],
  ['listenPort', 1, 1],
  ['metadata', { b: [1, null], a: { c: true } }, { b: [1, null], a: { c: true } }],
])('%s %j is kept as %j', (field, given, stored) => {
  expect(parse({ [field]: given })).toMatchObject({ service: { [field]: stored } })
})

test.each<readonly [field: string, given: JsonValue, message: string]>([
  ...['', 'a b', 'ü', 'a\n', long(201), 7, null].map(id => ['id', id, '`id` must be 1 to 200 characters'] as const),
  ...['shop.example.com', { 0: 'x' }, null, 7].map(
    value => ['domains', value, '`domains` must be a list of host names'] as const,
  ),
  ...[
    '',
    '.',
    'localhost',
    'a..example.com',
    '-a.example.com',
    'a-.example.com',
    '*',
    '*.com',
    'a.*.example.com',
    '10.0.0.1',
  ].map(domain => ['domains', ['a.example.com', domain], '`domains[1]` is not a host name'] as const),
  ...[
    'a b.example.com',
    'a/b.example.com',
    'a.example.com:80',
    'a.example.com\n',
    'x.example.com\\y',
    'a_b.example.com',
    'a.example.com..',
  ].map(domain => ['domains', [domain], '`domains[0]` is not a host name'] as const),
  ['domains', [`${long(64)}.example.com`], '`domains[0]` is not a host name'],
  ['domains', [`${`${long(60)}.`.repeat(5)}com`], 'longer than 253 characters'],
  ['domains', ['example.1'], '`domains[0]` is not a host name'],
  ['domains', [null], '`domains[0]` must be a host name, got null'],
  ...['/a b', '/a\n', '/a"', "/a'", '/a#', '/a?b', '/a;b', '/$x', '/{', '/a\\b', '/ü'].map(
    path => ['proxyPath', path, '`proxyPath` must be a path such as "/api"'] as const,
  ),
  ...['/a/../b', '/..', './a', '/a//b'].map(path => ['proxyPath', path, 'without empty, "." and ".." parts'] as const),
  ...[`/${long(1024)}`, 7, null].map(path => ['proxyPath', path, '`proxyPath` must be a path of up to 1024'] as const),
  ...['a\u0000', 'a\u001b[31m', 'a\rb', 'a\u007f', 'a\u0085', 'a\u2028b'].map(
    config => ['config', config, '`config` must not have control characters'] as const,
  ),
  ['config', long(65_537), '`config` must be at most 65536 characters, got 65537'],
  ['config', ['x'], '`config` must be text, got ["x"]'],
  ...['http 1', 'tcp\n', long(33), 6, null].map(
    token => ['applicationProtocol', token, '`applicationProtocol` must be a token'] as const,
  ),
  ['transportProtocol', 'tcp;', '`transportProtocol` must be a token'],
  ...[-1, 65_536, 1.5, '80', null, true].map(port => ['port', port, '`port` must be a whole number from 0 to 65535'] as const),
  ['servicePort', '0', '`servicePort` must be a whole number'],
  ['listenPort', -1, '`listenPort` must be a whole number'],
  ['metadata', ['x'], '`metadata` must be an object, got ["x"]'],
  ['metadata', null, '`metadata` must be an object, got null'],
])('%s %j is a mistake', (field, given, message) => {
  expect(mistakes({ [field]: given })).toEqual([expect.stringContaining(message)])
})

test('the listen port is the service port, or the port when that is 0', () => {
  const listenPort = (fields: Readonly<Record<string, JsonValue>>) => parse(fields)
  expect(listenPort({ port: 80, servicePort: 10_000 })).toMatchObject({ service: { listenPort: 10_000 } })
  expect(listenPort({ port: 80 })).toMatchObject({ service: { listenPort: 80 } })
  expect(listenPort({ port: 80, servicePort: 10_000, listenPort: 0 })).toMatchObject({ service: { listenPort: 0 } })
})

test('an unknown field is a mistake that names the nearest one; `source` cannot be given', () => {
  expect(mistakes({ domain: [], zzz: 1, source: 'Marathon' })).toEqual([
    '`domain` is not a field of a service; did you mean `domains`?',
    '`zzz` is not a field of a service',
    '`source` is set by proxym: leave it out',
  ])
})

test('many mistakes are named at once, up to five', () => {
  const all = { domains: 1, hosts: 1, port: -1, servicePort: -1, listenPort: -1, proxyPath: 1, config: 1 }
  expect(mistakes({ port: -1, config: 1 })).toHaveLength(2)
  expect([mistakes(all).length, mistakes(all).at(-1)]).toEqual([6, '2 more'])
  expect(parseService({}, 'Test', nearest)).toEqual({ mistakes: ['`id` is missing'] })
})

test('a service is frozen as deep as it goes', () => {
  const result = parse({ domains: ['a.example.com'], ...host({}) })
  const service = 'service' in result ? result.service : undefined
  for (const value of [service, service?.domains, service?.hosts, service?.hosts[0], service?.metadata])
    expect(Object.isFrozen(value)).toBe(true)
})
