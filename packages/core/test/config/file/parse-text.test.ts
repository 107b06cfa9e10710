import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { ConfigPath } from '../../../src/config/config-path.ts'
import type { ConfigSource } from '../../../src/config/file/config-source.ts'
import { parseText } from '../../../src/config/file/parse-text.ts'

function read(text: string, file = 'c.yaml'): ConfigSource {
  const parsed = parseText(text, `/etc/${file}`, file)
  if (!('source' in parsed)) throw new Error(JSON.stringify(parsed.problems))
  return parsed.source
}

function mistakesIn(text: string, file = 'c.yaml'): readonly (string | undefined)[] {
  const parsed = parseText(text, `/etc/${file}`, file)
  return 'problems' in parsed ? parsed.problems.map(({ where, message }) => `${where} ${message}`) : []
}

const yaml = `a: 1
b: &b
  c: 2
list:
  - x
  - y
none:
again: *b
`

test.each([
  ['a value', ['b', 'c'], 'value', 'c.yaml:3:6'],
  ['a key', ['b', 'c'], 'key', 'c.yaml:3:3'],
  ['an item', ['list', 1], 'value', 'c.yaml:6:5'],
  ['a missing key, at its parent', ['b', 'nope'], 'value', 'c.yaml:2:1'],
  ['a missing item, at the list', ['list', 7], 'value', 'c.yaml:4:1'],
  ['an empty value, at its key', ['none'], 'value', 'c.yaml:7:1'],
  ['a value behind an alias', ['again', 'c'], 'value', 'c.yaml:3:6'],
  ['the whole', [], 'value', 'c.yaml:1:1'],
] as const)('places %s', (_, path, spot, where) => {
  expect(read(yaml).place(path, spot).where).toBe(where)
})

test('drops a byte order mark, and counts columns behind it from 1', () => {
  expect(read('\uFEFF{"a": 1}', 'c.json').place(['a']).where).toBe('c.json:1:7')
})

test('takes an empty file for an empty configuration', () => {
  expect(read('# nothing yet\n').value).toEqual({})
})

test('lets JSON.parse judge what is JSON: YAML syntax, comments and trailing commas are refused', () => {
  expect(mistakesIn('{ a: 1 }', 'c.json')).toEqual([
    'c.json:1:3 not valid JSON: a key in double quotes or `}` must stand here, got `a`',
  ])
  expect(mistakesIn('{\n  // why\n}', 'c.json')).toEqual([
    'c.json:2:3 not valid JSON: a key in double quotes or `}` must stand here, got `/`',
  ])
  expect(mistakesIn('{ "a": [1,] }', 'c.json')).toEqual(['c.json:1:11 not valid JSON: a value must stand here, got `]`'])
  expect(mistakesIn('{ "a": 1', 'c.json')).toEqual([
    'c.json:1:9 not valid JSON: `,` or `}` must stand here, got the end of the file',
  ])
})

test('refuses a key that is given twice, in JSON too', () => {
  expect(mistakesIn('{ "a": 1,\n  "a": 2 }', 'c.json')).toEqual(['c.json:2:3 this key is given twice'])
  expect(mistakesIn('a: 1\nb: 2\na: 3\n')).toEqual(['c.yaml:3:1 this key is given twice'])
})

test.each([
  ['a:\n\t- 1\n', 'c.yaml:2:1 not valid YAML: a tab cannot indent'],
  ['a: "x\n', 'c.yaml:2:1 not valid YAML: something is missing here'],
  ['a: b: c\n', 'c.yaml:1:4 not valid YAML: two mappings on one line'],
  ['a: *.example.com\n', 'c.yaml:1:4 not valid YAML: this alias has no anchor before it'],
  ['a: !env TOKEN\n', 'c.yaml:1:4 not valid YAML: unknown tag'],
  ['a: 1\n---\nb: 2\n', 'c.yaml:2:1 not valid YAML: a second document begins here'],
])('says what is wrong in the YAML %j', (text, says) => {
  expect(mistakesIn(text)[0]).toContain(says)
})

test('refuses aliases that would blow up', () => {
  const levels = Array.from({ length: 12 }, (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}]`)
  expect(mistakesIn(`a0: &a0 [x]\n${levels.join('\n')}\n`)[0]).toContain('cannot be turned into a value')
})

const scalar = fc.oneof(fc.integer(), fc.boolean(), fc.string({ unit: 'grapheme-ascii', maxLength: 8 }))
const key = fc.stringMatching(/^[a-z][a-zA-Z]{0,6}$/)
const tree = fc.letrec(tie => ({
  node: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(key, tie('node'), { maxKeys: 4 }),
  ),
})).node

function* leaves(value: unknown, path: ConfigPath = []): Generator<readonly [ConfigPath, unknown]> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* leaves(item, [...path, index])
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) yield* leaves(item, [...path, name])
  else yield [path, value]
}

test('places every value of any JSON file where that value stands', () => {
  fc.assert(
    fc.property(fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4 }), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      const source = read(text, 'c.json')
      expect(source.value).toEqual(value)
      for (const [path, leaf] of leaves(value)) {
        const { line = 0, column = 0, length = 0 } = source.place(path).source ?? {}
        const written = text.split('\n')[line - 1]?.slice(column - 1, column - 1 + length)
        expect(JSON.parse(written ?? '')).toEqual(leaf)
      }
    }),
  )
})

test('places every key of any YAML file where that key stands', () => {
  fc.assert(
    fc.property(fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4 }), value => {
      const source = read(stringify(value))
      for (const [path] of leaves(value)) {
        const keyAt = path.findLastIndex(part => typeof part === 'string')
        const { text = '', column = 0, length = 0 } = source.place(path.slice(0, keyAt + 1), 'key').source ?? {}
        expect(text.slice(column - 1, column - 1 + length).replaceAll('"', '')).toBe(path[keyAt])
      }
    }),
  )
})

test('JSON that is taken as it is has the value and the places that a reader of places finds', () => {
  const record = fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1, maxKeys: 4 })
  fc.assert(
    fc.property(record, fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent)
      const [json, yamlSource] = [read(text, 'c.json'), read(text, 'c.yaml')]
      expect(JSON.stringify(json.value)).toBe(JSON.stringify(JSON.parse(text)))
      const placesIn = ({ place }: ConfigSource) => Object.keys(value).map(key => place([key], 'key').where.replace(/.*?:/, ''))
      expect(placesIn(json)).toEqual(placesIn(yamlSource))
    }),
  )
})

test('takes escapes and numbers in whatever way JSON may write them', () => {
  expect(read('{ "\\u0061": 1.0, "b": "\\/" }', 'c.json').value).toEqual({ a: 1, b: '/' })
})

test.each([
  ['{"a": 1, "a": 2}', 'c.json:1:10'],
  ['{"a": {"b": 1, "\\u0062": 1}}', 'c.json:1:16'],
  ['{"plugins": [["x", {"b": "}", "c": "\\"", "b": "}"}]]}', 'c.json:1:42'],
])('finds the key that is given twice in %s', (text, where) => {
  expect(mistakesIn(text, 'c.json')).toEqual([expect.stringContaining(where)])
})
