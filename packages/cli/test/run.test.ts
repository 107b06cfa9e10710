import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { main } from '../src/index.ts'
import { type FakeIo, fakeIo } from './fake-io.ts'

const files = { 'proxym.config.yaml': 'plugins: [signal]\n' }

test('a signal before the configuration is read ends it with 0, and nothing runs', async () => {
  await using io = await fakeIo([], { files })
  const ended = main(io)
  io.send('SIGHUP')
  io.send('SIGTERM')
  expect(await ended).toBe(0)
  expect(io.out()).toContain('Stopped')
  expect(io.out()).not.toContain('cycle=')
  expect(io.exits).toEqual([])
})

test('after the end nothing of the process is listened to', async () => {
  await using io = await fakeIo([], { files })
  const ended = main(io)
  await until(io, 'Listening')
  io.send('SIGINT')
  expect(await ended).toBe(0)
  io.send('SIGINT')
  io.send('SIGHUP')
  expect(io.exits).toEqual([])
})

test('the start is over when the first configuration has been made, and once', async () => {
  const slow = `export default {
  name: 'slow',
  apply({ hooks, logger }) {
    hooks.generateServices.tap('none', services => services.add())
    hooks.generateConfig.tapPromise('file', () => new Promise(resolve => (process.once('proxym-test-go', resolve), logger.info('Writing'))))
  },
}
`
  await using io = await fakeIo([], { files: { 'proxym.config.yaml': 'plugins: [./slow.mjs]\n', 'slow.mjs': slow } })
  const ended = main(io)
  await until(io, 'Writing')
  expect(io.settled).toEqual([])
  process.emit('proxym-test-go' as 'exit', 0)
  while (io.settled.length === 0) await turn()
  io.send('SIGTERM')
  expect(await ended).toBe(0)
  expect(io.settled).toHaveLength(1)
})

test('a mistake gives back the address and the locks', async () => {
  await using io = await fakeIo([], {
    files: { ...files, 'proxym.config.yaml': 'plugins: [./broken.mjs]\n', 'broken.mjs': broken },
  })
  expect(await main(io)).toBe(78)
  expect(io.err()).toContain('broken in apply')
  // Not 75: the first one has let go.
  expect(await main(io)).toBe(78)
})

const broken = "export default { name: 'broken', apply() { throw new Error('broken in apply') } }\n"

async function until(io: FakeIo, wanted: string): Promise<void> {
  while (!io.out().includes(wanted)) await turn()
}
