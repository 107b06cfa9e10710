import { expect, test } from 'vitest'
import { readApps, readTasks } from '../../src/mapping/read-documents.ts'
import { olderVersions } from '../../src/mapping/task-definition.ts'
import { bridgeApp, ill, modernApp, task, well } from '../rig/documents.ts'
import { mapApps } from '../rig/map-apps.ts'

const mapping = { containerPort: 80, hostPort: 0, servicePort: 10_000, protocol: 'tcp' }
const app = bridgeApp([mapping])

test.each([
  'STAGING',
  'STARTING',
  'KILLING',
  'FINISHED',
  'FAILED',
  'KILLED',
  'ERROR',
  'DROPPED',
  'GONE',
  'UNKNOWN',
  'LOST',
  'UNREACHABLE',
])('row 16: a task in state TASK_%s gets no traffic', state => {
  const tasks = [task([1], { state: `TASK_${state}` }), task([2])]
  expect(mapApps(app, tasks).hosts).toEqual(['marathon_app_80 a1:2'])
  const kept = state === 'LOST' || state === 'UNREACHABLE' ? ['marathon_app_80 a1:1 a1:2'] : ['marathon_app_80 a1:2']
  expect(mapApps(app, tasks, { unreachable: 'keep' }).hosts).toEqual(kept)
})

test('row 17: without a state, a task counts unless its time of start is null', () => {
  const old = { state: undefined }
  expect(mapApps(app, task([1], { ...old, startedAt: null })).hosts).toEqual([])
  expect(mapApps(app, task([1], old)).hosts).toEqual(['marathon_app_80 a1:1'])
  expect(mapApps(app, task([1], { ...old, startedAt: undefined })).hosts).toEqual(['marathon_app_80 a1:1'])
})

test('row 18: a task of an unknown app is left out', () => {
  expect(mapApps(app, [task([1]), task([2], { appId: '/gone' })]).hosts).toEqual(['marathon_app_80 a1:1'])
})

test('row 19: an app without tasks has no service', () => {
  expect(mapApps(app, [])).toMatchObject({ services: [], codes: [] })
})

const checked = bridgeApp([mapping], { healthChecks: [{ protocol: 'HTTP', path: '/health', portIndex: 0 }] })
const results = (port: number, ...healthCheckResults: readonly unknown[]) => task([port], { healthCheckResults })

test('row 20: a task that fails its checks is dropped, unless all do', () => {
  const tasks = [results(1, ill), results(2, well), results(3, { alive: false, consecutiveFailures: 0, lastFailure: null })]
  expect(mapApps(checked, tasks)).toMatchObject({ hosts: ['marathon_app_80 a1:2 a1:3'], codes: [] })
  expect(mapApps(checked, [results(1, ill), results(2, ill)])).toMatchObject({
    hosts: ['marathon_app_80 a1:1 a1:2'],
    codes: ['HEALTH'],
  })
  expect(mapApps(checked, tasks, { health: 'off' }).hosts).toEqual(['marathon_app_80 a1:1 a1:2 a1:3'])
  expect(mapApps(checked, tasks, { health: 'strict' }).hosts).toEqual(['marathon_app_80 a1:2'])
  expect(mapApps(checked, results(1, ill), { health: 'strict' })).toMatchObject({ hosts: [], codes: ['HEALTH'] })
})

test('row 21: a task that was never checked counts unless health is strict', () => {
  const tasks = [task([1]), task([3], { healthCheckResults: [null] }), results(2, well)]
  for (const health of ['known', 'off'] as const)
    expect(mapApps(checked, tasks, { health }).hosts).toEqual(['marathon_app_80 a1:1 a1:2 a1:3'])
  expect(mapApps(checked, tasks, { health: 'strict' }).hosts).toEqual(['marathon_app_80 a1:2'])
})

const changed = (mappings: readonly object[]) =>
  bridgeApp(mappings as never, {
    version: '2020-03-01T00:00:00.000Z',
    versionInfo: { lastConfigChangeAt: '2020-03-01T00:00:00.000Z' },
  })
const old = { version: '2020-02-01T00:00:00.000Z' }

test('row 22: a task of an older version has the ports of that version', () => {
  const now = changed([{ ...mapping, containerPort: 9 }, mapping])
  const tasks = [task([31_001], old), task([31_002, 31_003], { version: '2020-03-01T00:00:00.000Z' })]
  // 80 was the first port of the old version, and is the second one of the new.
  expect(mapApps(now, tasks, {}, { [old.version]: app }).hosts).toEqual([
    'marathon_app_9 a1:31002',
    'marathon_app_80 a1:31001 a1:31003',
  ])
  expect(mapApps(now, tasks)).toMatchObject({
    hosts: ['marathon_app_9 a1:31002', 'marathon_app_80 a1:31003'],
    codes: ['VERSION'],
  })
  const sameCount = changed([{ ...mapping, servicePort: 10_001 }])
  expect(mapApps(sameCount, tasks[0]).hosts).toEqual(['marathon_app_80 a1:31001'])
  const needed = olderVersions(readApps([now]).items, readTasks(tasks).items)
  expect(needed).toEqual([{ appId: '/app', version: old.version }])
})

test('row 22: an entry of the old version without partner is dropped', () => {
  const before = bridgeApp([{ ...mapping, containerPort: 7 }, mapping])
  expect(mapApps(changed([mapping]), task([31_001, 31_002], old), {}, { [old.version]: before }).hosts).toEqual([
    'marathon_app_80 a1:31002',
  ])
})

test('row 22: up to 0.10 the number of ports decides whether the current definition fits', () => {
  const early = bridgeApp([mapping], { version: '2020-03-01T00:00:00.000Z' })
  expect(mapApps(early, task([31_001], old)).hosts).toEqual(['marathon_app_80 a1:31001'])
  expect(mapApps(early, task([31_001, 31_002], old))).toMatchObject({ hosts: [], codes: ['VERSION'] })
})

test('row 23: scaling changes the version and nothing else', () => {
  const scaled = bridgeApp([mapping, { ...mapping, containerPort: 81 }], {
    version: '2020-04-01T00:00:00.000Z',
    versionInfo: { lastConfigChangeAt: '2020-01-01T00:00:00.000Z' },
  })
  const tasks = [task([31_001, 31_002], old)]
  expect(mapApps(scaled, tasks)).toMatchObject({ hosts: ['marathon_app_80 a1:31001', 'marathon_app_81 a1:31002'], codes: [] })
  expect(olderVersions(readApps([scaled]).items, readTasks(tasks).items)).toEqual([])
})

test('row 37: a task without a host is skipped', () => {
  expect(mapApps(app, [task([1], { host: null }), task([2], { host: '' }), task([3])]).hosts).toEqual(['marathon_app_80 a1:3'])
})

test('row 38: a task that stands there twice is one host', () => {
  expect(mapApps(app, [task([1]), task([1]), task([1], { id: 'other' })]).hosts).toEqual(['marathon_app_80 a1:1'])
})

test('row 41: a resident task that only holds its reservation is skipped', () => {
  const resident = { ...app, residency: {} }
  const reserved = ['TASK_FINISHED', 'TASK_STAGING'].map(state => task(undefined, { state }))
  expect(mapApps(resident, [...reserved, task([1])])).toMatchObject({ hosts: ['marathon_app_80 a1:1'], codes: [] })
})

test('row 44: the text "disabled" as unreachableStrategy is no mistake', () => {
  expect(mapApps({ ...app, unreachableStrategy: 'disabled' }, task([1])).hosts).toEqual(['marathon_app_80 a1:1'])
})

test('row 45: in host mode a task without assigned ports is skipped', () => {
  const host = modernApp('host', { portDefinitions: [{ port: 10_000 }] })
  expect(mapApps(host, [task(undefined), task([]), task([31_000])])).toMatchObject({
    hosts: ['marathon_app_10000 a1:31000'],
    codes: ['PORTS'],
  })
})

test('row 46: a command check counts like any other', () => {
  const command = bridgeApp([mapping], { healthChecks: [{ protocol: 'COMMAND', command: { value: 'true' } }] })
  const { hosts, services } = mapApps(command, [results(1, ill), results(2, well)])
  expect(hosts).toEqual(['marathon_app_80 a1:2'])
  expect(services[0]?.metadata).not.toHaveProperty('health')
})

test.each(['agent_1.example', 'a b', 'unix@/run/x', '[::1]', '1.2.3', 'x\ny'])('a host %j loses its task only', host => {
  expect(mapApps(app, [task([1], { host }), task([3])])).toMatchObject({ hosts: ['marathon_app_80 a1:3'], codes: ['HOST'] })
})
