import { expect, test } from 'vitest'
import { hosted, web } from './rig/hosted.ts'
import { type RedisServer, startRedis } from './rig/redis-server.ts'

const list = ({ client }: RedisServer, id: string) => client.lrange(`frontend:${id}.example.com`, 0, -1)
const owned = async ({ client }: RedisServer, owner: string) => (await client.smembers(`proxym:${owner}:frontends`)).sort()

async function two() {
  const server = await startRedis()
  const redisAddress = `127.0.0.1:${server.port}`
  return { server, east: hosted({ redisAddress, owner: 'east' }), west: hosted({ redisAddress, owner: 'west' }) }
}

test('two owners of one domain: the first keeps it, the second reports it, nothing flaps and nothing is deleted', async () => {
  const { server, east, west } = await two()
  await east.apply(web('both', 1), web('east', 1))
  for (let round = 0; round < 5; round++) {
    await west.apply(web('both', 2), web('west', 2))
    await east.apply(web('both', 1), web('east', 1))
    expect(await list(server, 'both')).toEqual(['both', 'http://10.10.10.1:8888'])
  }
  expect(east.problems()).toEqual([])
  expect(west.problems()).toEqual(['`frontend:both.example.com` belongs to the owner `east` and is left alone'])
  expect(await owned(server, 'east')).toEqual(['both.example.com', 'east.example.com'])
  expect(await owned(server, 'west')).toEqual(['west.example.com'])
  // Whatever one of them loses, the other's stay.
  await west.apply()
  expect(
    [await list(server, 'both'), await list(server, 'east'), await list(server, 'west')].map(entries => entries.length),
  ).toEqual([2, 2, 0])
})

test('a domain that its owner gives up goes to the other one', async () => {
  const { server, east, west } = await two()
  await east.apply(web('both', 1))
  await west.apply(web('both', 2))
  await east.apply()
  expect(await list(server, 'both')).toEqual([])
  await west.apply(web('both', 2), web('more', 2))
  expect(await list(server, 'both')).toEqual(['both', 'http://10.10.10.2:8888'])
  expect(west.problems()).toEqual([])
})

test('both at once: each domain gets one owner, and its list is that owner’s', async () => {
  const { server, east, west } = await two()
  const ids = Array.from({ length: 40 }, (_, number) => `web${number}`)
  for (let round = 0; round < 5; round++) {
    // All but the registry of owners: registering alone would make one of them begin again.
    const keys = (await server.client.keys('*')).filter(key => key !== 'proxym:owners')
    if (keys.length > 0) await server.client.del(...keys)
    await Promise.all([
      east.apply(...ids.map(id => web(id, 1, round + 100))),
      west.apply(...ids.map(id => web(id, 2, round + 100))),
    ])
    const [easts, wests] = [await owned(server, 'east'), await owned(server, 'west')]
    expect([...easts, ...wests].sort()).toEqual(ids.map(id => `${id}.example.com`).sort())
    for (const id of ids) {
      const last = easts.includes(`${id}.example.com`) ? 1 : 2
      expect((await list(server, id)).sort()).toEqual(
        [`http://10.10.10.${last}:8888`, `http://10.10.10.${round + 100}:8888`, id].sort(),
      )
    }
  }
})

test('a list that stands in both indexes is left alone by whoever finds that, and settled later', async () => {
  const { server, east } = await two()
  await east.apply(web('both', 1))
  await server.client.sadd('proxym:owners', 'west')
  await server.client.sadd('proxym:west:frontends', 'both.example.com')
  await east.apply(web('both', 3))
  expect(await list(server, 'both')).toEqual(['both', 'http://10.10.10.1:8888'])
  expect(await owned(server, 'east')).toEqual([])
  await server.client.del('proxym:west:frontends')
  await east.apply(web('both', 3))
  expect(await list(server, 'both')).toEqual(['both', 'http://10.10.10.3:8888'])
})

test('a source that begins with no services removes no list before it has said so twice; another owner’s lists do not count', async () => {
  const { server, east } = await two()
  await east.apply(web('a', 1))
  await east.proxym.stop()
  const again = hosted({ redisAddress: `127.0.0.1:${server.port}`, owner: 'east' }, { confirmMs: 60_000 })
  await again.apply()
  expect(again.proxym.proxym.problems()).toMatchObject([{ code: 'PROXYM_HELD_EMPTY' }])
  expect(await list(server, 'a')).toEqual(['a', 'http://10.10.10.1:8888'])
  const north = hosted({ redisAddress: `127.0.0.1:${server.port}`, owner: 'north' }, { confirmMs: 60_000 })
  await north.apply()
  expect(north.problems()).toEqual([])
})
