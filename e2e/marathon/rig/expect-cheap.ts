import { expect } from 'vitest'
import { faked } from './faked.ts'

/** The generations that differ in how a change is told. */
export const generations = ['0.8', '1.4', '1.5', '1.11'] as const

/** One app of many is scaled, with every event that this generation has for it: only this app is asked for, a few times. */
export async function expectCheap(version: string, apps: number): Promise<void> {
  const timing = { startMs: 1000, healthMs: 1000, killMs: 1000 }
  const cluster = await faked({ version, instances: 1, timing }, { apps, tasksPerApp: 10 }, { resyncMs: 3_600_000 })
  const { simulator, time, seen } = cluster
  const isLive = (instances: number) => () =>
    seen.at(-1)?.services.find(({ id }) => id === 'marathon_group-1_app-1_8080')?.hosts.length === instances
  await time.until('all apps', () => seen.at(-1)?.services.length === apps + 1, 120_000)
  // Whatever the start has asked for is answered, and what would be read for it late, too.
  await time.pass(10_000)
  const events = new Map<string, number>()
  simulator.onEvent(({ type }) => void events.set(type, (events.get(type) ?? 0) + 1))
  simulator.resetTraffic()
  simulator.scale('/group-1/app-1', 12)
  await time.until('the two tasks', isLive(12), 10_000)
  await time.pass(10_000)
  simulator.scale('/group-1/app-1', 9)
  await time.until('the tasks to go', isLive(9), 10_000)
  // A change of a group that nothing explains has everything read after 5 s.
  await time.pass(20_000)
  const { routes } = simulator.traffic()
  const { requests = 0, bytes = 0 } = routes['/v2/apps/:id'] ?? {}
  process.stdout.write(
    `${version}, ${apps} apps, scaled up and down: ${requests} requests, ${bytes} bytes; events ${routes['/v2/events']?.bytes ?? 0} bytes, ${JSON.stringify(Object.fromEntries(events))}\n`,
  )
  for (const type of ['group_change_success', 'deployment_info', 'status_update_event', 'deployment_success'])
    expect(events.get(type), type).toBeGreaterThan(0)
  expect(routes['/v2/apps']).toBeUndefined()
  expect(routes['/v2/tasks']).toBeUndefined()
  expect(requests).toBeGreaterThan(0)
  expect(requests).toBeLessThanOrEqual(20)
  expect(bytes / requests).toBeLessThan(20_000)
}
