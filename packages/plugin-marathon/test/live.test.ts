import { expect, test } from 'vitest'
import { bridgeApp, task } from './rig/documents.ts'
import { hosted } from './rig/hosted.ts'
import { json, type ScriptedMarathon, scriptedMarathon } from './rig/scripted-marathon.ts'

const mapping = { containerPort: 80, hostPort: 0, servicePort: 10_000 }
const app = (id: string, fields: object = {}) => bridgeApp([mapping], { id, ...fields })
const taskOf = (appId: string, port: number, fields: object = {}) => task([port], { appId, id: `${appId}-${port}`, ...fields })

/** A running plugin on a Marathon with apps `/a` and `/b`, after its stream has attached and everything was read once more. */
async function live(options: object = {}, prepare: (marathon: ScriptedMarathon) => void = () => {}) {
  const marathon = await scriptedMarathon({ apps: [app('/a'), app('/b')], tasks: [taskOf('/a', 1), taskOf('/b', 2)] })
  prepare(marathon)
  const proxym = hosted({ servers: [marathon.url], ...options }, { resyncMs: 3_600_000 })
  await proxym.start()
  await marathon.streaming()
  await settled(proxym, marathon)
  marathon.asked()
  /** Resolves when an app has exactly these ports. */
  const has = (id: string, ...ports: readonly number[]) =>
    proxym.until(({ services }) => {
      const hosts = services.find(service => service.id === `marathon_${id}_80`)?.hosts ?? []
      return hosts.map(({ port }) => port).join() === ports.join()
    })
  return { marathon, proxym, has }
}

/** The full read that follows the attaching has been seen: a change made now is not in it. */
async function settled(proxym: ReturnType<typeof hosted>, marathon: ScriptedMarathon): Promise<void> {
  const before = marathon.tasks
  marathon.tasks = [...before, taskOf('/b', 3)]
  marathon.send('health_status_changed_event', { appId: '/b', alive: true })
  await proxym.until(({ services }) => services.some(({ hosts }) => hosts.length === 2))
  await proxym.refresh()
  marathon.tasks = before
  await proxym.refresh()
}

test('an event that names an app reads that app, with its tasks, in one small request', async () => {
  const { marathon, has } = await live()
  marathon.tasks = [taskOf('/a', 1), taskOf('/a', 5), taskOf('/b', 9)]
  marathon.send('status_update_event', { appId: '/a', taskStatus: 'TASK_RUNNING' })
  await has('a', 1, 5)
  expect(marathon.asked()).toEqual(['/v2/apps/a'])
})

test.each([
  ['health_status_changed_event', { appId: '/a', alive: true }],
  ['instance_changed_event', { runSpecId: '/a', condition: 'Running' }],
  ['instance_health_changed_event', { runSpecId: '/a', healthy: null }],
  ['unknown_instance_terminated_event', { runSpecId: '/a' }],
  ['app_terminated_event', { appId: '/a' }],
  ['api_post_event', { uri: '/v2/apps/a', appDefinition: { id: '/a', labels: {} } }],
  ['deployment_info', { plan: { id: 'd', steps: [{ actions: [{ action: 'ScaleApplication', app: '/a' }] }] } }],
  ['deployment_step_success', { plan: { id: 'd', steps: [{ action: 'ScaleApplication', app: '/a' }] } }],
  ['deployment_step_failure', { plan: { id: 'd', steps: [] }, currentStep: { actions: [{ app: '/a' }] } }],
  ['deployment_success', { id: 'd', plan: { id: 'd', steps: [{ actions: [{ app: '/a' }] }] } }],
  ['deployment_failed', { id: 'd', plan: { id: 'd', steps: [{ actions: [{ app: '/a' }] }] } }],
])('%s reads the app that it names', async (type, fields) => {
  const { marathon, has } = await live()
  marathon.tasks = [taskOf('/a', 7), taskOf('/b', 2)]
  marathon.send(type, fields)
  await has('a', 7)
  expect(marathon.asked()).toEqual(['/v2/apps/a'])
})

test('the whole sequence of a deployment in 0.8 costs small requests only', async () => {
  const { marathon, has } = await live()
  const plan = { id: 'd1', steps: [{ action: 'ScaleApplication', app: '/a' }] }
  marathon.tasks = [taskOf('/a', 1), taskOf('/a', 6), taskOf('/b', 2)]
  marathon.send('api_post_event', { appDefinition: { id: '/a' } })
  marathon.send('group_change_success', { groupId: '/', version: 'v' })
  marathon.send('deployment_info', { plan, currentStep: plan.steps[0] })
  marathon.send('status_update_event', { appId: '/a', taskStatus: 'TASK_STAGING' })
  marathon.send('status_update_event', { appId: '/a', taskStatus: 'TASK_RUNNING' })
  marathon.send('deployment_step_success', { plan, currentStep: plan.steps[0] })
  await has('a', 1, 6)
  marathon.tasks = [taskOf('/a', 6), taskOf('/b', 2)]
  // Up to 0.14 the end of a deployment names no app.
  marathon.send('deployment_success', { id: 'd1' })
  await has('a', 6)
  expect(new Set(marathon.asked())).toEqual(new Set(['/v2/apps/a']))
})

test('the whole sequence of a deployment from 1.5 on costs small requests only', async () => {
  const { marathon, has } = await live()
  const plan = { id: 'd1', version: 'v', steps: [{ actions: [{ action: 'ScaleApplication', app: '/a' }] }] }
  const instance = { runSpecId: '/a', instanceId: 'a.instance-1', runSpecVersion: 'v' }
  marathon.send('api_post_event', { uri: '/v2/apps//a', appDefinition: { id: '/a' } })
  marathon.send('group_change_success', { groupId: '/', version: 'v' })
  marathon.send('deployment_info', { plan, currentStep: plan.steps[0] })
  for (const condition of ['Provisioned', 'Starting', 'Running'])
    marathon.send('instance_changed_event', { ...instance, condition })
  marathon.send('status_update_event', { appId: '/a', taskStatus: 'TASK_RUNNING' })
  marathon.send('instance_health_changed_event', { ...instance, healthy: true })
  marathon.send('deployment_step_success', { plan, currentStep: plan.steps[0] })
  marathon.tasks = [taskOf('/a', 1), taskOf('/a', 6), taskOf('/b', 2)]
  marathon.send('deployment_success', { id: 'd1', plan })
  await has('a', 1, 6)
  expect(new Set(marathon.asked())).toEqual(new Set(['/v2/apps/a']))
})

test('events that mean nothing here, and texts that are none, cost nothing and end nothing', async () => {
  const { marathon, has } = await live()
  for (const type of [
    'failed_health_check_event',
    'framework_message_event',
    'event_stream_detached',
    'unhealthy_task_kill_event',
  ]) {
    marathon.send(type, { appId: '/b' })
  }
  marathon.send('status_update_event', { appId: '/b', taskStatus: 'TASK_STAGING' })
  marathon.send('pod_updated_event', { uri: '/v2/pods/b' })
  marathon.write('event: status_update_event\r\ndata: {half\r\n\r\ndata: null\n\n: comment\n\nfoo: bar\n\n')
  marathon.tasks = [taskOf('/a', 7), taskOf('/b', 2)]
  // Without a line for the type, as before 0.11.
  marathon.write(`data: ${JSON.stringify({ eventType: 'status_update_event', appId: '/a', taskStatus: 'TASK_RUNNING' })}\n\n`)
  await has('a', 7)
  expect(marathon.asked()).toEqual(['/v2/apps/a'])
})

test('an app that is not found is gone only when the full answer says so too', async () => {
  const { marathon, proxym, has } = await live()
  marathon.apps = [app('/b')]
  marathon.tasks = [taskOf('/b', 2)]
  marathon.send('app_terminated_event', { appId: '/a' })
  await proxym.until(({ services }) => services.length === 1)
  expect(marathon.asked()).toEqual(['/v2/apps/a', '/v2/apps', '/v2/tasks'])
  // Nothing of it is left that could be lost: no full read any more.
  marathon.send('status_update_event', { appId: '/a', taskStatus: 'TASK_KILLED' })
  marathon.tasks = [taskOf('/b', 3)]
  marathon.send('status_update_event', { appId: '/b', taskStatus: 'TASK_RUNNING' })
  await has('b', 3)
  expect(marathon.asked().every(path => path === '/v2/apps/a' || path === '/v2/apps/b')).toBe(true)
})

test('an app that is not found but listed keeps its services', async () => {
  const { marathon, proxym, has } = await live()
  marathon.script = ({ path }, response) =>
    path.startsWith('/v2/apps/a') && json(response, 404, { message: 'App does not exist' })
  marathon.tasks = [taskOf('/a', 1), taskOf('/b', 8)]
  marathon.send('app_terminated_event', { appId: '/a' })
  await has('b', 8)
  expect(proxym.seen.at(-1)?.services.map(({ id }) => id)).toEqual(['marathon_a_80', 'marathon_b_80'])
  expect(marathon.asked()).toEqual(['/v2/apps/a', '/v2/apps', '/v2/tasks'])
})

test.each([
  ['a message', 200, { message: 'sorry' }],
  ['another app', 200, { app: app('/other') }],
  ['an app that is a list', 200, { app: [] }],
  ['status 500', 500, {}],
])('%s for one app keeps its services and names it; other apps go on', async (_, status, body) => {
  const { marathon, proxym, has } = await live()
  marathon.script = ({ path }, response) => path.startsWith('/v2/apps/a') && json(response, status, body)
  marathon.tasks = [taskOf('/b', 8)]
  marathon.send('status_update_event', { appId: '/a', taskStatus: 'TASK_RUNNING' })
  marathon.send('status_update_event', { appId: '/b', taskStatus: 'TASK_RUNNING' })
  await has('b', 8)
  expect(proxym.seen.at(-1)?.services.map(({ id }) => id)).toEqual(['marathon_a_80', 'marathon_b_80'])
  expect(proxym.codes()).toContain(status === 200 ? 'SHAPE' : 'STATUS')
})

test('many apps at once are read in one full answer, and those that are gone then are gone', async () => {
  const many = Array.from({ length: 50 }, (_, index) => `/c${index}`)
  const { marathon, proxym } = await live({}, marathon => {
    marathon.apps = [...marathon.apps, ...many.map(id => app(id))]
    marathon.tasks = [...marathon.tasks, ...many.map(id => taskOf(id, 4))]
  })
  const left = many.slice(1)
  marathon.apps = left.map(id => app(id))
  marathon.tasks = left.map(id => taskOf(id, 5))
  const plan = { id: 'd', steps: [{ actions: many.map(id => ({ app: id })) }] }
  marathon.send('deployment_success', { plan })
  await proxym.until(({ services }) => services.length === 49 && services.every(({ hosts }) => hosts[0]?.port === 5))
  expect(marathon.asked()).toEqual(['/v2/apps', '/v2/tasks'])
})

test('everything is read again when a stream has ended and another one stands', async () => {
  const { marathon, has } = await live()
  marathon.hangUp()
  // What happens while nobody listens is never told.
  marathon.tasks = [taskOf('/a', 7), taskOf('/b', 2)]
  await has('a', 7)
  expect(marathon.asked()).toEqual(expect.arrayContaining(['/v2/events', '/v2/apps', '/v2/tasks']))
})

test('with embed, apps come with their tasks in one request', async () => {
  const { marathon, proxym } = await live({ embed: true })
  marathon.asked()
  expect(await proxym.hosts()).toEqual(['marathon_a_80 a1:1', 'marathon_b_80 a1:2'])
  expect(marathon.seen.at(-1)?.path).toBe('/v2/apps?embed=apps.tasks')
  expect(marathon.asked()).toEqual(['/v2/apps'])
})

test('a task of an older version is read by the definition of that version, which is asked for once', async () => {
  const old = '2020-02-01T00:00:00.000Z'
  const { marathon, proxym } = await live()
  const versionInfo = { lastConfigChangeAt: '2020-03-01T00:00:00.000Z' }
  marathon.apps = [{ ...bridgeApp([{ ...mapping, containerPort: 9 }, mapping], { id: '/a' }), versionInfo }]
  marathon.tasks = [taskOf('/a', 1, { version: old })]
  marathon.versions = { [`/v2/apps/a/versions/${old}`]: app('/a') }
  expect(await proxym.hosts()).toEqual(['marathon_a_80 a1:1'])
  expect(await proxym.hosts()).toEqual(['marathon_a_80 a1:1'])
  expect(marathon.asked().filter(path => path.includes('versions'))).toHaveLength(1)
})

test('versions that cannot be read hold up nothing: after one failure no other is asked for', async () => {
  const { marathon, proxym } = await live()
  const versionInfo = { lastConfigChangeAt: '2020-03-01T00:00:00.000Z' }
  marathon.apps = [{ ...app('/a'), versionInfo }]
  marathon.tasks = Array.from({ length: 100 }, (_, day) =>
    taskOf('/a', day + 1, { version: new Date(day * 86_400_000).toISOString() }),
  )
  marathon.script = ({ path }, response) => path.includes('/versions/') && json(response, 500, {})
  // The definitions of now and then have as many ports, so they count.
  expect((await proxym.refresh()).services[0]?.hosts).toHaveLength(100)
  expect(marathon.asked().filter(path => path.includes('/versions/')).length).toBeLessThanOrEqual(8)
})
