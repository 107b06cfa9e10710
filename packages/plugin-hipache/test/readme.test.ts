import { readFile } from 'node:fs/promises'
import type { ServiceInput } from '@proxym/core'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import hipache from '../src/index.ts'
import { options } from '../src/options.ts'
import { hosted } from './rig/hosted.ts'
import { startRedis } from './rig/redis-server.ts'

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
const blocks = (language: string): readonly string[] =>
  [...readme.matchAll(/```(\w+)\n(.*?)```/gs)].filter(([, name]) => name === language).map(([, , text = '']) => text)

test('the services of the README leave the keys of the README', async () => {
  const { client, port } = await startRedis()
  await hosted({ redisAddress: `127.0.0.1:${port}` }).apply(...(parse(blocks('yaml')[1] ?? '') as readonly ServiceInput[]))
  const lines = await Promise.all(
    (await client.keys('*')).sort().map(async key => {
      const type = await client.type(key)
      const held = type === 'list' ? await client.lrange(key, 0, -1) : (await client.smembers(key)).sort()
      return `${key.padEnd(30)}${type.padEnd(6)}${held.join(', ')}\n`
    }),
  )
  expect(lines.join('')).toBe(blocks('text')[0])
})

test('the options of the README are those of the code, with their defaults', () => {
  const rows = [...readme.matchAll(/^\| `(\w+)` \| (?:`PROXYM_HIPACHE_(\w+)`)? ?\| ([^|]*) \|/gm)]
  expect(rows.map(([, option]) => option)).toEqual(Object.keys(options.shape))
  expect(rows.flatMap(([, option, variable]) => (variable === undefined ? [] : [[variable, option]]))).toEqual(
    Object.entries(hipache.definition.env ?? {}).map(([variable, { option }]) => [variable, option]),
  )
  const { driver, owner, withoutHosts, maxWeight } = options.parse({ redisAddress: 'r' })
  for (const value of [driver, owner, withoutHosts]) expect(rows.map(([, , , text]) => text)).toContain(`\`${value}\``)
  expect(rows.find(([, option]) => option === 'maxWeight')?.[3]).toBe(`${maxWeight}`)
})

test('the configurations of the README are taken', () => {
  for (const text of [blocks('yaml')[0], blocks('yaml')[2]]) {
    const { plugins } = parse(text ?? '') as { readonly plugins: readonly [string, object][] }
    const given = plugins.find(([name]) => name === 'hipache')?.[1]
    const resolved = JSON.parse(JSON.stringify(given).replace('{"env":"REDIS_PASSWORD"}', '"secret"'))
    expect(() => hipache(resolved)).not.toThrow()
  }
})
