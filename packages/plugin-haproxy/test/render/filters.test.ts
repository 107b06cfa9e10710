import type { Liquid } from 'liquidjs'
import { expect, test } from 'vitest'
import { registerFilters } from '../../src/render/filters.ts'
import { hostileValues } from '../rig/hostile-values.ts'

const values = hostileValues({ address: '10.9.9.9:80', file: '/tmp/prize' })
const functions = new Map<string, (value: unknown) => unknown>()
registerFilters({
  unregisterFilter: () => {},
  registerFilter: (name: string, filter: (value: unknown) => unknown) => void functions.set(name, filter),
} as unknown as Liquid)
const apply = (filter: string, value: unknown) => String(functions.get(filter)?.(value))
const host = '[a-z0-9.-]{1,253}'
const address = `(?:${host}|\\[[0-9a-f:.]+\\]):\\d{1,5}`

// One word for HAProxy and for nginx, that means itself; written apart from the rules of the product.
const filters: readonly (readonly [filter: string, data: (value: unknown) => unknown, harmless: RegExp])[] = [
  ['backend_name', value => value, /^[A-Za-z0-9_.:-]{1,800}$/],
  ['upstream_name', value => value, /^[a-z0-9_.-]{1,800}$/],
  ['server_name', ip => ({ ip, port: 80 }), /^s-[a-z0-9.:-]{1,253}-80$|^s-[a-z0-9.-]+:80$/i],
  ['server_name', port => ({ ip: '10.0.0.1', port }), /^s-10\.0\.0\.1-\d{1,5}$/],
  ['address', ip => ({ ip, port: 80 }), new RegExp(`^${address}$`, 'i')],
  ['address', port => ({ ip: '10.0.0.1', port }), new RegExp(`^${address}$`, 'i')],
  ['domain', value => value, new RegExp(`^(?:\\*\\.)?${host}$`)],
  ['path', value => value, /^\/[A-Za-z0-9!%&()*+,\-./:<=>?@[\]^_`|~]*$/],
  ['port', value => value, /^\d{1,5}$/],
]

test.each(filters)('the filter %s throws, or gives one harmless word', (filter, data, harmless) => {
  expect(functions.has(filter)).toBe(true)
  const results = [...values, ...values.map(value => `/${value}`), ...values.map(value => `*.${value}`), ...odd].map(value => {
    try {
      return apply(filter, data(value))
    } catch {
      return undefined
    }
  })
  const given = results.filter(result => result !== undefined)
  expect(given.filter(result => !harmless.test(result))).toEqual([])
  expect(given.length).toBeLessThan(results.length)
})

const odd: readonly unknown[] = [
  null,
  undefined,
  true,
  0,
  -1,
  1.5,
  65_536,
  Number.NaN,
  [],
  ['a.b'],
  {},
  { toString: () => 'x\ny' },
  1e21,
]

test('names are different for different ids, whatever the ids are', () => {
  for (const filter of ['backend_name', 'upstream_name']) {
    const ids = values.filter(({ length }) => length <= 200 && length > 0)
    // nginx compares without regard to case.
    const names = ids.map(given => apply(filter, given)).map(name => (filter === 'upstream_name' ? name.toLowerCase() : name))
    expect(new Set(names).size).toBe(ids.length)
  }
})
