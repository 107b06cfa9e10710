import { expect, test } from 'vitest'
import { createCommandLine } from '../../src/runtime/command-line.ts'
import { bringMaps } from '../../src/runtime/map-commands.ts'
import { createMapNames } from '../../src/runtime/map-names.ts'
import { forever } from '../apply-rig/applier.ts'

const path = '/etc/haproxy.cfg.hosts-aaaaaaaaaaaa.map'
const wanted = [{ name: 'hosts', rows: ['a.test b', 'c.test d', 'a.test e'] }]
const listing = wanted[0]?.rows.map((row, index) => `0x5${index} ${row}\n`).join('') ?? ''
const numbered = 'set severity-output number; '

/** The questions of a transaction, and what HAProxy 2.6 answers. */
const talk: readonly (readonly [string, string])[] = [
  ['show map', `# id (file) description\n0 (${path}) pattern loaded from file. curr_ver=3 next_ver=3 entry_cnt=1\n\n`],
  [`prepare map ${path}`, 'New version created: 4\n\n'],
  [`${numbered}add map @4 ${path} <<\na.test b\nc.test d\na.test e\n`, '\n\n'],
  [`show map @4 ${path}`, `${listing}\n`],
  [`${numbered}commit map @4 ${path}`, '\n\n'],
  [`show map ${path}`, `${listing}\n`],
]

/** What is asked, and what it comes to, when the answer with this number is another one. */
async function bring(number?: number, answer = '') {
  const asked: string[] = []
  const ask = async (_socket: string, question: string) => {
    asked.push(question)
    const known = talk.find(([each]) => each === question)?.[1] ?? 'Unknown command\n'
    return asked.length - 1 === number ? answer : known
  }
  const bringing = bringMaps(createCommandLine(ask, '/socket'), wanted, createMapNames('/etc/haproxy.cfg'), forever)
  const kind = await bringing.then(
    () => undefined,
    (error: { readonly kind?: string }) => error.kind ?? `${error}`,
  )
  return { kind, asked }
}

test('a map is prepared, filled, looked at, committed and looked at again', async () => {
  expect(await bring()).toEqual({ kind: undefined, asked: talk.map(([question]) => question) })
})

test('nothing is asked when no map has changed', async () => {
  const line = createCommandLine(() => Promise.reject(new Error('asked')), '/socket')
  await bringMaps(line, [], createMapNames('/etc/haproxy.cfg'), forever)
})

test.each([
  ['knows no maps', 0, 'Unknown command: show map\n', 'map'],
  ['holds no map of the name', 0, '# id (file) description\n0 (/etc/x.map) pattern loaded\n\n', 'map'],
  ['holds two of the name', 0, `0 (${path}) x\n1 (${path.replace('aaaa', 'bbbb')}) x\n\n`, 'map'],
  ['knows no transactions', 1, 'Unknown command: prepare map\n', 'refused'],
  ['does not take the rows', 2, "\n[3]: Version number in the future, please use 'prepare map' before.\n\n", 'refused'],
  ['has dropped the rows', 3, '\n', 'state'],
  ['has lost a row', 3, '0x50 a.test b\n0x51 c.test d\n\n', 'state'],
  ['holds the rows in another order', 3, '0x50 a.test e\n0x51 c.test d\n0x52 a.test b\n\n', 'state'],
  ['does not commit', 4, '\n[3]: Version number out of range.\n\n', 'refused'],
  ['holds a row more afterwards', 5, `${listing}0x59 z.test b\n\n`, 'state'],
  ['says something else afterwards', 5, 'Unknown map identifier. Please use #<id> or <file>.\n\n', 'state'],
])('a HAProxy that %s is reloaded, and asked nothing more', async (_, number, answer, expected) => {
  const { kind, asked } = await bring(number, answer)
  expect(kind).toBe(expected)
  expect(asked).toHaveLength(number + 1)
})
