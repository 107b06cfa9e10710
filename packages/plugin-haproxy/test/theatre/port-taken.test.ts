import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { until } from '../rig/until.ts'
import { openTheatre } from './theatre.ts'

test('a port that is taken passes the check and fails to load: after three tries the last loaded file is back', {
  timeout: 60_000,
}, async () => {
  const taken = await listen()
  const theatre = await openTheatre()
  const { template, textFor, write, live, change, wrong, processes, told, traffic, orphans } = theatre
  // Loaded by this proxym, so that it is known as the last one that was.
  await change('second')
  expect(await live()).toBe(textFor('second'))
  const bad = `${template}  bind 127.0.0.1:${taken}\n`
  await write('t.liquid', bad)
  await until('it is tried', async () => (await live()).includes(`:${taken}`))
  await until('HAProxy has refused it', async () => ((await processes())?.failed ?? 0) > 0)
  await until('the last loaded file is back', async () => (await live()) === textFor('second'), 30_000)
  await until('and loaded', async () => (await processes())?.failed === 0)
  expect(wrong().length).toBeGreaterThan(0)
  // It is not tried again: another call of the generator has nothing to do.
  const { reloads } = (await processes()) ?? {}
  await change('second')
  expect((await processes())?.reloads).toBe(reloads)
  expect(await live()).toBe(textFor('second'))
  // Another rendering is.
  await write('t.liquid', template)
  await change('third')
  await until('the next text is live', async () => (await live()) === textFor('third') && wrong().length === 0)
  const failures = told().filter(line => /^(error|warn) /.test(line))
  expect(new Set(failures).size, String(failures)).toBe(failures.length)
  await until('clients see it', () => traffic.answers.includes('third'))
  await traffic.stop()
  expect(traffic.failures).toEqual([])
  expect(traffic.answers).toEqual(['first', 'second', 'third'])
  await until('no command is left', async () => (await orphans()).length === 0)
})

async function listen(): Promise<number> {
  const server: Server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
