import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createGroupFilter } from '../../src/watch/without-groups.ts'

const group = { id: '/', apps: [{ id: '/a', cmd: 'echo "}]" \\ \n {', labels: { original: '{', target: '"' } }], groups: [] }
const steps = [{ actions: [{ action: 'ScaleApplication', app: '/a' }] }]
const event = (original: unknown, target: unknown) => ({
  id: 'd1',
  plan: { id: 'd1', original, target, steps, version: 'v' },
  currentStep: steps[0],
  eventType: 'deployment_info',
})
const filtered = (chunks: readonly string[]): string => {
  const filter = createGroupFilter()
  return chunks.map(filter).join('')
}

test.each([
  ['heavy', event(group, group)],
  ['light', event(undefined, undefined)],
])('a %s plan keeps everything but its groups', (_, given) => {
  const text = filtered([JSON.stringify(given)])
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(given.plan.original ? event(null, null) : given)))
})

test.each([
  { original: { a: 1 }, target: [1], eventType: 'x' },
  { plan: { steps: { original: { a: 1 } } }, eventType: 'x' },
  { plan: { original: 'text', target: 5, originals: {}, steps: [] } },
  { appDefinition: { id: '/a', labels: { target: '{' } } },
])('%j is left as it is', given => {
  expect(filtered([JSON.stringify(given)])).toBe(JSON.stringify(given))
})

test('wherever the text is cut, the same comes out', () => {
  const text = `event: x\r\ndata: ${JSON.stringify(event(group, group))}\r\n\r\n: "odd {\n\ndata: ${JSON.stringify(event({}, group))}\n\n`
  const whole = filtered([text])
  expect(whole).toBe(
    `event: x\r\ndata: ${JSON.stringify(event(null, null))}\r\n\r\n: "odd {\n\ndata: ${JSON.stringify(event(null, null))}\n\n`,
  )
  for (let at = 0; at <= text.length; at++) expect(filtered([text.slice(0, at), text.slice(at)])).toBe(whole)
  expect(filtered([...text])).toBe(whole)
})

test('a line that ends in the middle of a group harms no other', () => {
  expect(filtered(['data: {"plan":{"original":{"a":', '{"b\n\ndata: {"eventType":"x"}\n'])).toBe(
    'data: {"plan":{"original":null\n\ndata: {"eventType":"x"}\n',
  )
})

test('any event without a plan passes unchanged', () => {
  fc.assert(
    fc.property(fc.json(), fc.string(), (json, text) => {
      const line = `data: ${JSON.stringify([JSON.parse(json), text])}\n`
      expect(filtered([line])).toBe(line)
    }),
  )
})
