import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createListSplitter } from '../../src/http/list-splitter.ts'

/** What comes out of a text that comes in cut like this: the body with its list put back, or undefined when it is refused. */
function split(text: string, cuts: readonly number[]): { readonly body: unknown; readonly parts: number } | undefined {
  const bytes = Buffer.from(text)
  let items: unknown[] = []
  let parts = 0
  const splitter = createListSplitter({
    name: 'tasks',
    take(some) {
      items.push(...some)
      parts++
    },
    restart() {
      items = []
    },
  })
  const places = [...new Set([0, ...cuts.map(cut => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b)
  try {
    for (const [index, from] of places.entries()) splitter.write(bytes.subarray(from, places[index + 1] ?? bytes.length))
    const body = JSON.parse(splitter.end())
    const isTaken = typeof body === 'object' && body !== null && Array.isArray(body.tasks) && body.tasks.length === 0
    return { body: isTaken ? { ...body, tasks: items } : body, parts }
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError)
    return undefined
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const cuts = fc.array(fc.nat(), { maxLength: 12 })
const item = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('"tasks":[', '],{"tasks":[', '\\"', 'ä€😀', '}', ']'))
const body = fc
  .record(
    { tasks: fc.array(item, { maxLength: 6 }), apps: fc.array(item, { maxLength: 2 }), nextVersion: item },
    { requiredKeys: [] },
  )
  .chain(value =>
    fc.constantFrom(JSON.stringify(value), JSON.stringify(value, undefined, 2), JSON.stringify({ around: value, ...value })),
  )

test('says the same as reading the whole text at once, wherever it is cut', () => {
  fc.assert(
    fc.property(body, cuts, (text, places) => {
      expect(split(text, places)?.body).toEqual(JSON.parse(text))
    }),
    { numRuns: 3000 },
  )
})

test('refuses what is no JSON, and accepts what is: every text with one place changed, wherever it is cut', () => {
  const piece = fc.constantFrom('', ',', ' ', '[', ']', '{', '}', '"', '\\', ':', '1', 'tasks', '"tasks":[', '"tasks":[7],')
  fc.assert(
    fc.property(body, fc.nat(), fc.nat({ max: 3 }), piece, cuts, (text, at, length, by, places) => {
      const from = at % (text.length + 1)
      const changed = text.slice(0, from) + by + text.slice(from + length)
      // A half of a surrogate pair is no text that comes over a wire.
      fc.pre(changed.isWellFormed())
      expect(split(changed, places)?.body).toEqual(parsed(changed))
    }),
    { numRuns: 5000 },
  )
})

test.each([
  ['a comma at the end', '{"tasks":[1,]}'],
  ['a comma at the beginning', '{"tasks":[,1]}'],
  ['two commas', '{"tasks":[1,,2]}'],
  ['no comma', '{"tasks":[1 2]}'],
  ['the wrong bracket', '{"tasks":[1}}'],
  ['the end missing', '{"tasks":[1,2'],
  ['something behind', '{"tasks":[1]}1'],
])('refuses %s, cut at every place', (_, text) => {
  for (let at = 0; at <= text.length; at++) expect(split(text, [at]), `at ${at}`).toBeUndefined()
  expect(
    split(
      text,
      Array.from(text, (_char, at) => at),
    ),
  ).toBeUndefined()
})

test('of a list that is there twice the last one counts', () => {
  expect(split('{"tasks":[1,2],"tasks":[3]}', [9])?.body).toEqual({ tasks: [3] })
  expect(split('{"tasks":[1,2],"tasks":{}}', [9])?.body).toEqual({ tasks: {} })
})

test('hands items over while they come in, and not the list of another field or of an inner one', () => {
  const text = '{"other":{"tasks":[1,2]},"tasks":[3,4,5,6]}'
  expect(split(text, [text.indexOf('4'), text.indexOf('6')])?.parts).toBe(3)
  expect(split('{"other":{"tasks":[1,2]}}', [3])?.parts).toBe(0)
  expect(split('[{"tasks":[1,2]}]', [3])?.parts).toBe(0)
})
