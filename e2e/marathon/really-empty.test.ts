import { createSimulator, failure, type Simulator, wrongShape } from '@proxym/marathon-simulator'
import { expect, onTestFinished, test } from 'vitest'
import { backendsIn } from './rig/backends.ts'
import { host } from './rig/host.ts'

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const never = { confirmMsOf: { marathon: 3_600_000 } }
const soon = { confirmMsOf: { marathon: 100 } }
const backends = (text: string) => ids.filter(id => backendsIn(text).has(`marathon_${id}_80`))

/** Apps that run. */
async function marathonWith(apps: readonly string[]): Promise<Simulator> {
  const simulator = await createSimulator()
  onTestFinished(() => simulator.close())
  for (const id of apps) simulator.deploy({ id: `/${id}`, image: 'i', network: 'bridge', ports: [{ containerPort: 80 }] })
  simulator.settle()
  return simulator
}

/** Both answers are as they should be, and empty. */
function empty(simulator: Simulator): void {
  simulator.misbehave(wrongShape({ apps: [] }), { route: '/v2/apps' })
  simulator.misbehave(wrongShape({ tasks: [] }), { route: '/v2/tasks' })
}

test.each([false, true])('no apps and no tasks: held and named, the other source is live (embed: %s)', async embed => {
  const simulator = await marathonWith(ids)
  const proxym = await host({ servers: simulator.urls, embed }, never)
  await proxym.refresh()
  expect(backends(await proxym.text())).toEqual(ids)
  empty(simulator)
  await proxym.writeFile('other')
  const { problems } = await proxym.refresh()
  expect(backends(await proxym.text())).toEqual(ids)
  expect(await proxym.text()).toContain('other.example.com')
  expect(await proxym.status()).toMatchObject({ state: 'fresh', problem: null, withheld: { count: 7, of: 7 } })
  expect(problems.map(({ tap, message }) => `${tap}: ${message}`)).toContainEqual(
    expect.stringMatching(/^marathon\/apps: .*no longer reports 7 of its 7 services/),
  )
  // A second look before its time confirms nothing.
  await proxym.refresh()
  expect(backends(await proxym.text())).toEqual(ids)
  await proxym.proxym.confirm((await proxym.status()).withheld?.digest ?? '')
  expect(backends(await proxym.text())).toEqual([])
  expect(await proxym.text()).toContain('other.example.com')
})

test('removed when the second answer agrees, which is asked for without anyone doing something', async () => {
  const simulator = await marathonWith(ids)
  const proxym = await host({ servers: simulator.urls }, soon)
  await proxym.refresh()
  simulator.resetTraffic()
  empty(simulator)
  await proxym.refresh()
  await proxym.until('the services to go', text => backends(text).length === 0)
  expect(simulator.traffic().routes['/v2/apps']?.requests).toBe(2)
  expect(await proxym.status()).toMatchObject({ state: 'fresh', services: 0, withheld: null })
})

test('a second answer that fails confirms nothing, and one that has them again ends it', async () => {
  const simulator = await marathonWith(ids)
  const proxym = await host({ servers: simulator.urls }, soon)
  await proxym.refresh()
  const before = await proxym.text()
  simulator.misbehave(failure(503))
  simulator.misbehave(wrongShape({ apps: [] }), { route: '/v2/apps', times: 1 })
  simulator.misbehave(wrongShape({ tasks: [] }), { route: '/v2/tasks', times: 1 })
  await proxym.refresh()
  expect(await proxym.status()).toMatchObject({ withheld: { count: 7 } })
  for (let time = 0; time < 3; time++) await proxym.refresh()
  expect(await proxym.text()).toBe(before)
  expect(await proxym.status()).toMatchObject({ state: 'stale', withheld: { count: 7 } })
  simulator.behave()
  await proxym.refresh()
  expect(await proxym.text()).toBe(before)
  expect(await proxym.status()).toMatchObject({ state: 'fresh', problem: null, withheld: null })
})

test('tasks alone that are missing are held like apps', async () => {
  const simulator = await marathonWith(ids)
  const proxym = await host({ servers: simulator.urls }, never)
  await proxym.refresh()
  simulator.misbehave(wrongShape({ tasks: [] }), { route: '/v2/tasks' })
  await proxym.refresh()
  expect(backends(await proxym.text())).toEqual(ids)
  expect(await proxym.status()).toMatchObject({ withheld: { count: 7, of: 7 } })
})

test.each([
  ['the last app', ['a'], ['a'], []],
  ['most apps', ids, ids.slice(1), ['a']],
])('%s that an event says to be gone, read on its own: the guard counts it', async (_, apps, gone, left) => {
  const simulator = await marathonWith(apps)
  const proxym = await host({ servers: simulator.urls }, never)
  await proxym.start()
  await proxym.until('the services', text => backends(text).length === apps.length)
  await expect.poll(() => simulator.instances[0]?.openStreams).toBe(1)
  await proxym.refresh()
  simulator.resetTraffic()
  simulator.changeGroup({ remove: gone.map(id => `/${id}`) })
  simulator.settle()
  await expect.poll(async () => (await proxym.status()).withheld).toMatchObject({ count: gone.length, of: apps.length })
  expect(backends(await proxym.text())).toEqual(apps)
  expect(simulator.traffic().routes['/v2/apps/:id']?.requests).toBeGreaterThanOrEqual(gone.length)
  await proxym.proxym.confirm((await proxym.status()).withheld?.digest ?? '')
  expect(backends(await proxym.text())).toEqual(left)
})

test('a single app of many that is removed is gone at once', async () => {
  const simulator = await marathonWith(ids)
  const proxym = await host({ servers: simulator.urls }, never)
  await proxym.start()
  await proxym.until('the services', text => backends(text).length === ids.length)
  await expect.poll(() => simulator.instances[0]?.openStreams).toBe(1)
  simulator.remove('/a')
  simulator.settle()
  await proxym.until('the service to go', text => backends(text).length === ids.length - 1)
})

test('an empty first answer does not empty the configuration that is there before the second one agrees', async () => {
  const simulator = await marathonWith([])
  const proxym = await host({ servers: simulator.urls }, { before: '# by hand\n', ...soon })
  await proxym.writeFile('other')
  const { held } = await proxym.refresh()
  expect(held.map(({ code, message }) => `${code} ${message}`)).toEqual([
    expect.stringMatching(/^PROXYM_HELD_EMPTY .*marathon\/apps/),
  ])
  expect(await proxym.text()).toBe('# by hand\n')
  await proxym.until('the configuration to be written', text => text.includes('other.example.com'))
})
