import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backendName, upstreamName } from '../../src/names/index.ts'

const id = fc.stringMatching(/^(?:x--)?[A-Za-z0-9._:/-]{1,40}$/)

test.each([
  ['shop', 'shop'],
  ['shop.v2:web_1-a', 'shop.v2:web_1-a'],
  ['/group/shop', 'x--_2fgroup_2fshop'],
  ['/a_b', 'x--_2fa_5fb'],
  ['x--shop', 'x--x--shop'],
  ['x--a_b', 'x--x--a_5fb'],
  ['a b\nc', 'x--a_20b_0ac'],
  ['ü', 'x--_c3_bc'],
])('writes the id %j as the backend %s', (given, wanted) => {
  expect(backendName(given)).toBe(wanted)
})

test('gives different ids different names that HAProxy accepts', () => {
  fc.assert(
    fc.property(id, id, (a, b) => {
      expect(backendName(a)).toMatch(/^[A-Za-z0-9_.:-]+$/)
      expect(backendName(a) === backendName(b)).toBe(a === b)
    }),
  )
  // An id that looks like the name of another one gets a name of its own.
  fc.assert(
    fc.property(id, a => {
      const lookalike = backendName(a)
      if (lookalike !== a) expect(backendName(lookalike)).not.toBe(lookalike)
    }),
  )
})

test('gives different ids upstreams that nginx tells apart', () => {
  fc.assert(
    fc.property(id, id, (a, b) => {
      expect(upstreamName(a)).toMatch(/^[a-z0-9_.-]+$/)
      expect(upstreamName(a) === upstreamName(b)).toBe(a === b)
    }),
  )
  expect(upstreamName('Shop')).not.toBe(upstreamName('shop'))
  expect(upstreamName('shop:80')).toBe('x--shop_3a80')
})

test.each([[''], ['x'.repeat(201)], [undefined], [7], [null]])('refuses %j', given => {
  expect(() => backendName(given)).toThrow('service id')
})
