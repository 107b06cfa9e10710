import { expect, test } from 'vitest'
import { type Changes, findChanges } from '../../src/runtime/find-changes.ts'
import { createMapNames } from '../../src/runtime/map-names.ts'
import { RuntimeObstacle } from '../../src/runtime/obstacle.ts'
import { configText } from '../../src/text/index.ts'

const head =
  'global\n  maxconn 1\ndefaults common\n  timeout connect 1s\n  default-server inter 2s\ndefaults http from common\n  default-server fall 3\n'
const file = (backend: string, others = '') =>
  configText(`${head}frontend f\n  bind *:80\n${others}backend a from http\n${backend}backend z\n  server s 1.1.1.1:1\n`).pieces
const server = (rest: string) => `  balance roundrobin\n  default-server rise 2\n  server ${rest}\n`
const kind = (before: readonly string[], now: readonly string[]) => {
  try {
    return findChanges(before, now, createMapNames('/haproxy.cfg')).backends
  } catch (error) {
    if (error instanceof RuntimeObstacle) return error.kind
    throw error
  }
}

test('finds the servers of a backend as the file wants them, with every option that holds for them', () => {
  expect(kind(file(server('s1 10.0.0.1:80')), file(server('s2 [::1]:81 weight 3 check')))).toEqual([
    {
      name: 'a',
      servers: [{ name: 's2', ip: '::1', port: 81, weight: 3, options: ['inter', '2s', 'fall', '3', 'rise', '2', 'check'] }],
    },
  ])
})

test('nothing has changed: nothing is to be done', () => {
  expect(kind(file(server('s1 10.0.0.1:80')), file(server('s1 10.0.0.1:80')))).toEqual([])
})

test.each([
  ['another option of the backend', 's1 10.0.0.1:80\n  timeout server 5s', 'frame'],
  ['another check of the backend', 's1 10.0.0.1:80\n  option httpchk', 'frame'],
  ['the same server with another address', 's0 10.0.0.9:80', 'options'],
  ['the same server with another option', 's0 10.0.0.1:80 check', 'options'],
  ['a host name', 's1 app.internal:80', 'address'],
  ['a socket', 's1 /run/app.sock', 'address'],
  ['an address without a port', 's1 10.0.0.1', 'address'],
  ['a cookie', 's1 10.0.0.1:80 cookie c', 'options'],
  ['resolvers', 's1 10.0.0.1:80 resolvers r', 'options'],
  ['a server that starts disabled', 's1 10.0.0.1:80 disabled', 'options'],
  ['the same name twice', 's1 10.0.0.1:80\n  server s1 10.0.0.1:80', 'words'],
  ['a port beyond the last', 's1 10.0.0.1:65536', 'words'],
  ['a weight beyond the largest', 's1 10.0.0.1:80 weight 257', 'words'],
])('%s needs a reload', (_, rest, expected) => {
  expect(kind(file(server('s0 10.0.0.1:80')), file(server(rest)))).toBe(expected)
})

test.each([
  ['static-rr', 'balance static-rr', 'balance'],
  ['source without consistent hashing', 'balance source', 'balance'],
  ['source with consistent hashing', 'balance source\n  hash-type consistent', undefined],
  ['leastconn', 'balance leastconn', undefined],
  ['no balance', '', undefined],
])('%s: servers can come and go or not', (_, balance, expected) => {
  const of = (name: string) => file(`  ${balance}\n  server ${name} 10.0.0.1:80\n`)
  const found = kind(of('s1'), of('s2'))
  if (expected === undefined) expect(found).toHaveLength(1)
  else expect(found).toBe(expected)
})

test('a section more, or another line outside of the servers, needs a reload', () => {
  const one = server('s1 10.0.0.1:80')
  expect(kind(file(one), file(one, 'backend new\n  server s 1.1.1.1:1\n'))).toBe('frame')
  expect(kind(file(one), file(one).with(0, 'global\n  maxconn 2\n'))).toBe('frame')
})

test('very many changed backends are loaded by a reload', () => {
  const of = (port: number) =>
    configText(`${head}${Array.from({ length: 300 }, (_, i) => `backend b${i}\n  server s${port} 1.1.1.1:${port}\n`).join('')}`)
      .pieces
  expect(kind(of(1), of(2))).toBe('many')
})

const names = (found: ReturnType<typeof kind>) =>
  typeof found === 'string' ? found : found.map(({ name, servers }) => `${name}: ${servers.map(server => server.name).join(' ')}`)

test('servers that begin at the margin, each a piece of its own, come and go as well', () => {
  const of = (a: string, z: string) =>
    configText(`${head}backend a from http\n${a}option abortonclose\nbackend m\n server s 1.1.1.1:1\nbackend z\n${z}`).pieces
  const [one, two, three] = ['server s1 1.1.1.1:1\n', 'server s2 1.1.1.1:2\n', 'server s3 1.1.1.1:3\n']
  expect(names(kind(of(one, one), of(one + two, one)))).toEqual(['a: s1 s2'])
  expect(names(kind(of(one + two, one), of(two, one + three)))).toEqual(['a: s2', 'z: s1 s3'])
  expect(names(kind(of(one, one), of('', one)))).toEqual(['a: '])
  expect(names(kind(of(one, one), of(one, `${one}option abortonclose\n`)))).toBe('frame')
})

test('a backend so long that it is more pieces than before changes like any other', () => {
  const of = (count: number) =>
    file(Array.from({ length: count }, (_, i) => `  server s${i} 10.0.${i >> 8}.${i & 255}:80 check inter 2s\n`).join(''))
  expect(of(800).length).toBeGreaterThan(of(400).length)
  expect(kind(of(400), of(800))).toMatchObject([{ name: 'a', servers: { length: 800 } }])
})

test('`default-server` holds for the servers below it, those of `defaults` only where they stand above', () => {
  const of = (name: string) =>
    configText(
      `defaults\n  default-server inter 1s\nbackend a\n  server x${name} 1.1.1.1:1\n  default-server fall 5\n  server y${name} 1.1.1.1:2\ndefaults\n  default-server inter 9s\nbackend z\n  server ${name} 1.1.1.1:1\n`,
    ).pieces
  expect(kind(of('1'), of('2'))).toMatchObject([
    { name: 'a', servers: [{ options: ['inter', '1s'] }, { options: ['inter', '1s', 'fall', '5'] }] },
    { name: 'z', servers: [{ options: ['inter', '9s'] }] },
  ])
})

test.each([
  ['servers from a template', 'backend a\n  server-template t 2 1.1.1.1:1\n', 'options'],
  ['servers under a condition', 'backend a\n  .if defined(X)\n  .endif\n', 'options'],
  ['peers', 'peers a\n', 'frame'],
  ['a ring', 'ring a\n', 'frame'],
])('%s beside those that change need a reload', (_, section, expected) => {
  const of = (name: string) => configText(`${head}${section}  server ${name} 10.0.0.1:80\n`).pieces
  expect(kind(of('s1'), of('s2'))).toBe(expected)
})

test.each(['1e2', '0x10', '1.0', '', '-1', ' '])(
  'a weight of %j, which HAProxy reads otherwise, never reaches the socket',
  weight => {
    expect(kind(file(server('s0 10.0.0.1:80')), file(server(`s1 10.0.0.1:80 weight "${weight}"`)))).toBe('words')
  },
)

const plainAll = /^[A-Za-z0-9.:]*$/
const allWords = (found: Changes['backends']) =>
  found.flatMap(({ name, servers }) => [name, ...servers.flatMap(server => [server.name, server.ip, ...server.options])]).join('')

// Each of these would be another command, or the end of one. Quotes alone are gone when HAProxy has read the file.
test.each(['a;b', 'a\\ b', "a'b'", 'a"b"', 'a<<b', 'a`b', 'a$b', 'a(b)', 'a|b', 'ä', 'a{b'])(
  'the word %s never reaches the socket as it is',
  word => {
    const [before, lines] = [
      file(server('s0 10.0.0.1:80')),
      [
        `${word} 10.0.0.1:80`,
        `s1 ${word}:80`,
        `s1 10.0.0.1:80 check ${word}`,
        `s1 10.0.0.1:80 weight ${word}`,
        `s1 10.0.0.1:${word}`,
      ],
    ]
    const named = (name: string) => configText(`${head}backend ${word} from http\n  server ${name} 10.0.0.1:80\n`).pieces
    for (const found of [...lines.map(line => kind(before, file(server(line)))), kind(named('s1'), named('s2'))]) {
      if (typeof found === 'string') expect(['words', 'address', 'options', 'frame']).toContain(found)
      else expect(allWords(found)).toMatch(plainAll)
    }
  },
)
