import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMapNames } from '../../src/runtime/map-names.ts'
import { findMap, parseMapList, parseMapRows, payloadsOf, readRows, wantedMaps } from '../../src/runtime/maps.ts'

const names = createMapNames('/etc/haproxy/haproxy.cfg')
const pathOf = (name: string, hash = 'aaaaaaaaaaaa') => `/etc/haproxy/haproxy.cfg.${name}-${hash}.map`
const kind = (run: () => unknown) => {
  try {
    return run()
  } catch (error) {
    return (error as { readonly kind?: string }).kind
  }
}

const word = fc.stringMatching(/^[A-Za-z0-9_.:/@%,=+*~!&()^$|?[\]{}-]{1,80}$/)
const row = fc.tuple(word, word).map(words => words.join(' '))
const rows = fc.array(row, { maxLength: 400 })

test('payloads hold all rows in their order, and none is longer than HAProxy takes', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 0, max: 2000 }), (some, times) => {
      const wanted = [...some, ...Array.from({ length: times }, (_, index) => `host-${index}.example.test be`)]
      const payloads = payloadsOf(wanted)
      expect(payloads.join('')).toBe(wanted.map(each => `${each}\n`).join(''))
      // An empty row would end it.
      for (const payload of payloads) expect(payload).toMatch(/^(?:.+\n)+$/)
      expect(Math.max(0, ...payloads.map(payload => Buffer.byteLength(payload)))).toBeLessThanOrEqual(12_000)
    }),
  )
})

test('reads a map file as HAProxy does', () => {
  expect(readRows('# comment\n\n a.test/ be\n\tb.test/\t  be2 \n#c d\nb.test/ be3\n')).toEqual([
    'a.test/ be',
    'b.test/ be2',
    'b.test/ be3',
  ])
  fc.assert(
    fc.property(rows, wanted => {
      expect(readRows(`${wanted.join('\n')}\n`)).toEqual(wanted)
    }),
  )
})

test('reads back the rows that HAProxy lists, and nothing from another answer', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), row)), listed => {
      const answer = listed.map(([address, each]) => `0x${address.toString(16)} ${each}\n`).join('')
      expect(parseMapRows(`${answer}\n`)).toEqual(listed.map(([, each]) => each))
    }),
  )
  expect(parseMapRows('Unknown map identifier. Please use #<id> or <file>.\n\n')).toBeUndefined()
  expect(parseMapRows('Unknown command: show map\n')).toBeUndefined()
})

test('finds a map by its name under the path that HAProxy has loaded', () => {
  const used = "pattern loaded from file '/x' used by map at file 'h.cfg' line 11. curr_ver=0 next_ver=0 entry_cnt=1"
  const listed = [
    pathOf('exact', 'bbbbbbbbbbbb'),
    pathOf('wild'),
    '/etc/other/haproxy.cfg.wild-aaaaaaaaaaaa.map',
    '/etc/hosts.map',
  ]
  const answer = `# id (file) description\n${listed.map((path, index) => `${index - 1} (${path}) ${used}\n`).join('')}\n`
  expect(parseMapList(answer)).toEqual(listed)
  expect(findMap('exact', listed, names)).toBe(pathOf('exact', 'bbbbbbbbbbbb'))
  expect(findMap('wild', listed, names)).toBe(pathOf('wild'))
  expect(kind(() => findMap('hosts', listed, names))).toBe('map')
  expect(kind(() => findMap('exact', [...listed, pathOf('exact')], names))).toBe('map')
})

test('a folder whose name would be another command never reaches the socket', () => {
  const target = '/tmp/a; show version/haproxy.cfg'
  const path = `${target}.hosts-aaaaaaaaaaaa.map`
  expect(kind(() => findMap('hosts', [path], createMapNames(target)))).toBe('words')
})

test.each([';', '\n', '\n\n', ' ', '<<', '\\', '"', "'", '\r', '\0', '\t', 'ä', '`', '#'])(
  'the characters %j in a key or a value never reach the socket as they are',
  bad => {
    const wanted = (content: string) => kind(() => wantedMaps([pathOf('hosts')], [{ path: pathOf('hosts'), content }], names))
    for (const content of [`a.test x${bad}shutdown be\n`, `a.test be${bad}shutdown\n`, `a.test be\nx${bad}y z\n`]) {
      const found = wanted(content)
      // What ends a row in the file leaves rows that are plain, or none at all.
      if (Array.isArray(found))
        for (const { rows: each } of found) for (const line of each) expect(line).toMatch(/^[a-z.]+ [a-z]+$/)
      else expect(found).toBe('words')
    }
  },
)

test('rows without a value, and more rows than are worth it, need a reload', () => {
  expect(kind(() => readRows('a.test\n'))).toBe('words')
  expect(kind(() => readRows('a.test b c\n'))).toBe('words')
  expect(kind(() => readRows('a b\n'.repeat(100_001)))).toBe('many')
})

test('without the content of a map, or with two maps of one name, a reload is needed', () => {
  const file = (hash: string) => ({ path: pathOf('hosts', hash), content: 'a b\n' })
  const [one, two] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb']
  const wanted = (...hashes: readonly string[]) => kind(() => wantedMaps([pathOf('hosts', one)], hashes.map(file), names))
  expect(wanted(one)).toEqual([{ name: 'hosts', rows: ['a b'] }])
  expect(wanted()).toBe('map')
  expect(wanted(two)).toBe('map')
  expect(wanted(one, two)).toBe('map')
})
