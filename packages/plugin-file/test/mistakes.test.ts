import { ProxymError } from '@proxym/core'
import { expect, test } from 'vitest'
import { toServices } from '../src/to-services.ts'

const messages = (text: string, path = '/s/a.yaml'): readonly string[] => {
  try {
    toServices(path, Buffer.from(text))
  } catch (error) {
    if (error instanceof ProxymError) return error.problems.map(({ where, message }) => `${where} ${message}`)
    throw error
  }
  return []
}

test.each([
  ['a.json', '', ['/s/a.json:1:1 the file is empty']],
  ['a.yaml', ' \n', ['/s/a.yaml:1:1 the file is empty']],
  ['a.json', '{"id":\n"a",\n}', ['/s/a.json:3:1 no comma is allowed before `}`']],
  ['a.json', '{"id": "a"', ['/s/a.json:1:11 the file ends in the middle: it may be half-written']],
  ['a.json', 'id: a', ['/s/a.json:1:1 a value must stand here, got `i`']],
  ['a.json', '{"id":"a","id":"b"}', ['/s/a.json:1:11 `id` is written twice in one object']],
  ['a.json', '{"id":"a","ID":"b"}', ['/s/a.json:1:11 `ID` and `id` are the same key in one object']],
  ['a.yaml', 'id: a\nhosts: [{ip: x, Ip: y}]', ['/s/a.yaml:2:17 `Ip` and `ip` are the same key in one object']],
  ['a.yaml', 'id: a\nmetadata: {x: 1, x: 2}', ['/s/a.yaml:2:18 `x` is written twice in one object']],
  ['a.yaml', 'id: [a', ['/s/a.yaml:1:7 Flow sequence in block collection must be sufficiently indented and end with a ]']],
  ['a.yaml', 'null', ['/s/a.yaml:1:1 the file must hold one service or a list, got nothing']],
  ['a.yaml', '# nothing\n', ['/s/a.yaml:1:1 the file must hold one service or a list, got nothing']],
  ['a.json', '"x"', ['/s/a.json:1:1 the file must hold one service or a list, got "x"']],
  ['a.json', '5', ['/s/a.json:1:1 the file must hold one service or a list, got 5']],
  [
    'a.json',
    '[{"id":"a"}, [], 5]',
    ['/s/a.json:1:14 `[1]` must be an object, got a list', '/s/a.json:1:18 `[2]` must be an object, got 5'],
  ],
  ['a.json', '{"__proto__": {"id": "a"}}', ['/s/a.json:1:2 `__proto__` is not allowed as a key']],
  ['a.yaml', 'id: a\nmetadata: {b: {constructor: 1}}', ['/s/a.yaml:2:16 `constructor` is not allowed as a key']],
  ['a.yaml', 'id: a\norigin: b', ['/s/a.yaml:2:1 `origin` is set by proxym and cannot be given in a file']],
  [
    'a.yaml',
    'id: a\nport: .nan\nmetadata: {x: -.inf}',
    ['/s/a.yaml:2:7 NaN cannot be used as a value', '/s/a.yaml:3:15 -Infinity cannot be used as a value'],
  ],
  ['a.json', '{"id":"a","port":1e999}', ['/s/a.json:1:18 Infinity cannot be used as a value']],
  ['a.yaml', 'id: a\nhosts: *h', ['/s/a.yaml:2:8 the alias `*h` has no anchor before it']],
  ['a.yaml', 'id: !secret a', ['/s/a.yaml:1:5 Unresolved tag: !secret']],
  ['a.yaml', 'id: a\n---\nid: b', ['/s/a.yaml:2:1 the file holds several documents']],
])('%s with %j is refused with its place', (name, text, expected) => {
  expect(messages(text, `/s/${name}`)).toEqual(expected)
})

test('nests 64 levels, not more', () => {
  const nested = (levels: number): string =>
    JSON.stringify({ id: 'a', metadata: 0 }).replace('0', '['.repeat(levels) + ']'.repeat(levels))
  expect(messages(nested(62), '/s/a.json')).toEqual([])
  expect(messages(nested(63), '/s/a.json')).toEqual(['/s/a.json:1:84 the file is nested deeper than 64 levels'])
  expect(messages('['.repeat(100_000))[0]).toMatch(/nested deeper than 64 levels/)
})

test('refuses aliases that stand for billions of values, and one that contains itself', () => {
  const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
  for (let level = 1; level < 10; level += 1)
    bomb.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    )
  expect(messages(`id: a\nmetadata:\n  ${bomb.join('\n  ')}`)[0]).toMatch(/more than 1000000 values/)
  expect(messages('id: a\nmetadata: &m { x: [*m] }')[0]).toMatch(/nested deeper than 64 levels/)
})

test('keeps its messages short and on one line, whatever a file says', () => {
  const key = `${'k'.repeat(1000)}\n`
  expect(
    messages(JSON.stringify({ id: 'a', metadata: 0 }).replace('0', `{${`${JSON.stringify(key)}:1,`.repeat(2)}"z":0}`))[0],
  ).toMatch(/^\S+ `k{80}…` is written twice in one object$/)
  expect(messages('>\u001b[31m red')[0]).toMatch(/^[\x20-\x7e]{1,120}…?$/)
})

test('reports ten mistakes at most', () => {
  expect(messages(`[${Array(5000).fill('5').join(',')}]`)).toHaveLength(10)
})
