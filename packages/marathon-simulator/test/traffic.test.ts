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

// What a client that reads by key has to pay for, next to what it must not.
test.each([
  ['0.8', 200],
  ['1.4', 5000],
  ['1.11', 200],
])('%s: %i apps with 10 tasks each, and one of them scaled', async (version, apps) => {
  const simulator = await start({ version })
  simulator.populate({ apps, tasksPerApp: 10 })
  expect(simulator.apps()).toHaveLength(apps)
  simulator.scale('/group-7/app-7', 11)
  simulator.settle()
  const { text } = await ask(`${simulator.url}/v2/apps?embed=apps.tasks`)
  expect(text.split('"stagedAt"').length - 1).toBe(apps * 10 + 1)
  const one = await ask(`${simulator.url}/v2/apps//group-7/app-7`)
  expect(JSON.parse(one.text).app.tasks).toHaveLength(11)
  expect(text.length / one.text.length).toBeGreaterThan(apps / 2)
})

test('a part of a list is written again only when it changed', async () => {
  const simulator = await start()
  simulator.populate({ apps: 300, tasksPerApp: 2 })
  const before = (await ask(`${simulator.url}/v2/apps`)).text
  simulator.scale('/group-0/app-0', 3)
  simulator.settle()
  const after = (await ask(`${simulator.url}/v2/apps`)).text
  const end = (text: string) => text.slice(text.indexOf('"id":"/group-1/app-1"'))
  expect(end(after)).toBe(end(before))
  expect(after).toContain('"instances":3')
})
