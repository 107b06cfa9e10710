import { expect, test } from 'vitest'
import { ask } from './rig/ask.ts'
import { start } from './rig/start.ts'

test('counts requests and bytes by route and instance', async () => {
  const simulator = await start({ instances: 2 })
  simulator.deploy({ id: '/web' })
  const { text } = await ask(`${simulator.url}/v2/apps`)
  await ask(`${simulator.url}/v2/apps/web`)
  await ask(`${simulator.url}/v2/apps/web/versions/x`)
  await ask(`${simulator.urls[1]}/ping`)
  const { requests, bytes, routes } = simulator.traffic()
  expect(requests).toBe(4)
  expect(Object.entries(routes).map(([route, each]) => [route, each.requests])).toEqual([
    ['/v2/apps', 1],
    ['/v2/apps/:id', 1],
    ['/v2/apps/:id/versions/:version', 1],
    ['/ping', 1],
  ])
  const apps = routes['/v2/apps']?.bytes ?? 0
  expect(apps).toBeGreaterThan(text.length)
  expect(apps).toBeLessThan(text.length + 400)
  expect(bytes).toBeGreaterThan(apps)
  expect(simulator.instances[1]?.traffic()).toMatchObject({ requests: 1, routes: { '/ping': { requests: 1 } } })
  simulator.resetTraffic()
  expect(simulator.traffic()).toEqual({ requests: 0, bytes: 0, routes: {} })
})

test('a part of a list is written again only when it changed', async () => {
  const simulator = await start()
  let written = 0
  // Whoever writes JSON asks for this.
  const counted = { toJSON: () => ++written && {} } as unknown as Readonly<Record<string, string>>
  simulator.populate({ apps: 20, app: () => ({ healthChecks: [{ protocol: 'HTTP', counted }] }) })
  const read = async () => (await ask(`${simulator.url}/v2/apps`)).text
  const before = await read()
  expect([await read(), written]).toEqual([before, 20])
  written = 0
  simulator.scale('/group-0/app-0', 3)
  simulator.settle()
  expect(await read()).toContain('"instances":3')
  expect(written).toBe(1)
})
