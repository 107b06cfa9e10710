import { createRealClock, createSimulator, type Simulator, type StormOptions } from '@proxym/marathon-simulator'
import { expect, onTestFinished, test } from 'vitest'
import { backendsIn } from '../rig/backends.ts'
import { runProbed } from './run-probed.ts'

const SECONDS = Number(process.env['STORM_S'] ?? 20)
const PER_SECOND = 10_000
const APPS = Number(process.env['STORM_APPS'] ?? 200)
const MIB = 2 ** 20

type Event = NonNullable<StormOptions['event']>

const appOf = (index: number) => `/group-${index % 50}/app-${index % APPS}`
const update = (appId: string) => ({ type: 'status_update_event', body: { appId, taskStatus: 'TASK_RUNNING' } })
const plan = (appId: string) => ({
  id: `d-${appId}`,
  version: 'v',
  steps: [{ actions: [{ action: 'ScaleApplication', app: appId }] }],
})

const mixed: Event = index => {
  const appId = appOf(index)
  switch (index % 5) {
    case 0:
      return { type: 'deployment_info', body: { plan: plan(appId), currentStep: plan(appId).steps[0] } }
    case 1:
      return { type: 'instance_changed_event', body: { runSpecId: appId, condition: 'Running' } }
    case 2:
      return { type: 'group_change_success', body: { groupId: `/group-${index % 50}`, version: 'v' } }
    case 3:
      return { type: 'deployment_success', body: { id: `d-${appId}`, plan: plan(appId) } }
    default:
      return update(appId)
  }
}

const endless: Event = index =>
  index % 2 === 0
    ? { type: 'group_change_success', body: { groupId: `/no-${index % 4000}`, version: 'v' } }
    : { type: 'api_post_event', body: { uri: '', appDefinition: { id: `/nope-${index}/app` } } }

test.each<readonly [name: string, event: Event | undefined]>([
  ['of an app that is not there', undefined],
  ['of one app', () => update(appOf(0))],
  ['of every app in turn', index => update(appOf(index))],
  ['of names without end', index => update(`/no/such-${index}`)],
  ['of everything', mixed],
  ['of groups and apps without end', endless],
])('10,000 events per second %s', { timeout: 180_000 }, async (name, event) => {
  const simulator = await createSimulator({
    version: '1.11',
    clock: createRealClock(),
    timing: { startMs: 0, killMs: 0, healthMs: 0 },
  })
  onTestFinished(() => simulator.close())
  simulator.populate({ apps: APPS, tasksPerApp: 5 })
  deploy(simulator, 1)
  const proxym = await runProbed(simulator.urls)
  await proxym.until('the app', text => servers(text) === 1)
  await proxym.measure()
  // What a storm makes for the first time stays: code that is compiled, connections.
  await simulator.storm({ perSecond: PER_SECOND, seconds: 2, ...(event && { event }) }).done
  const before = await proxym.measure()
  simulator.resetTraffic()
  const storm = simulator.storm({ perSecond: PER_SECOND, seconds: SECONDS, ...(event && { event }) })
  deploy(simulator, 2)
  const inside = await proxym.until('the change in the storm', text => servers(text) === 2)
  const sent = await storm.done
  const during = simulator.traffic().routes
  deploy(simulator, 3)
  const last = await proxym.until('the last change', text => servers(text) === 3)
  const after = await proxym.measure()
  const reads = Object.fromEntries(Object.entries(during).map(([route, { requests }]) => [route, requests]))
  const figures = {
    ...{ sent, reads, inside: Math.round(inside), last: Math.round(last) },
    ...{ p99Ms: Math.round(after.p99Ms), maxMs: Math.round(after.maxMs), busyMs: Math.round(after.busyMs) },
    grownMiB: [before, after].map(({ heapBytes, rssBytes }) => [heapBytes, rssBytes].map(bytes => Math.round(bytes / MIB))),
  }
  process.stdout.write(`${name}: ${JSON.stringify(figures)}\n`)
  expect(sent).toBe(PER_SECOND * SECONDS)
})

function deploy(simulator: Simulator, instances: number): void {
  simulator.deploy({ id: '/changing', image: 'i', instances, network: 'bridge', ports: [{ containerPort: 80 }] })
}

const servers = (text: string): number => backendsIn(text).get('marathon_changing_80') ?? 0
