import { expect, test } from 'vitest'
import { ask, read } from './rig/ask.ts'
import { start } from './rig/start.ts'

const versions = ['0.8', '1.4', '1.5', '1.11']

test.each(versions)('%s: one app, its tasks and its versions', async version => {
  const { url, ...simulator } = await start({ version })
  const first = simulator.deploy({ id: '/a/b', instances: 2 })
  simulator.settle()
  const second = simulator.deploy({ id: '/a/b', instances: 2, cmd: 'other' })
  simulator.settle()
  const { app } = await read(`${url}/v2/apps//a/b`)
  expect(app).toMatchObject({ id: '/a/b', cmd: 'other', tasksRunning: 2, tasks: [{ appId: '/a/b' }, { appId: '/a/b' }] })
  expect(await read(`${url}/v2/apps/a/b`)).toEqual({ app })
  expect((await read(`${url}/v2/apps/a/b/tasks`)).tasks).toHaveLength(2)
  expect(await read(`${url}/v2/apps/a/b/versions`)).toEqual({ versions: [second.version, first.version] })
  // The bare app, not wrapped in anything.
  const old = await read(`${url}/v2/apps/a/b/versions/${first.version}`)
  expect(old).toMatchObject({ id: '/a/b', cmd: 'sleep 1000', version: first.version })
  expect('tasksRunning' in old).toBe(false)
})

test.each(['/v2/apps//none', '/v2/apps/none/tasks', '/v2/apps/none/versions/x'])('%s: 404 with a message', async path => {
  const { url } = await start()
  const { status, text } = await ask(url + path)
  expect([status, JSON.parse(text)]).toEqual([404, { message: "App '/none' does not exist" }])
})

test('embeds: one value before 0.11, several since, app. for apps. too', async () => {
  const query = 'embed=apps.deployments&embed=app.tasks'
  for (const [version, hasTasks] of [
    ['0.10', false],
    ['0.11', true],
    ['1.11', true],
  ] as const) {
    const { url, ...simulator } = await start({ version })
    simulator.deploy({ id: '/web' })
    const { apps } = await read(`${url}/v2/apps?${query}`)
    expect('tasks' in apps[0]).toBe(hasTasks)
  }
})

test('embeds of one app are those asked for, or all', async () => {
  const { url, ...simulator } = await start({ version: '1.4' })
  const readinessChecks = [{ name: 'up' }]
  simulator.deploy({ id: '/web', readinessChecks })
  simulator.settle()
  simulator.fail(simulator.tasks('/web')[0]?.id ?? '')
  simulator.deploy({ id: '/web', readinessChecks, cmd: 'other' })
  const all = (await read(`${url}/v2/apps/web`)).app
  expect(all).toMatchObject({ lastTaskFailure: { state: 'TASK_FAILED' }, deployments: [{ id: expect.any(String) }] })
  expect(all.readinessCheckResults).toMatchObject([{ name: 'up', ready: false }])
  const one = (await read(`${url}/v2/apps/web?embed=app.counts`)).app
  expect(['tasks', 'lastTaskFailure', 'readinessCheckResults'].filter(name => name in one)).toEqual([])
  expect(await read(`${url}/v2/apps/web?embed=app.taskStats`)).toMatchObject({
    app: { taskStats: { totalSummary: { stats: { counts: { staged: 1 } } } } },
  })
})

test.each(versions)('%s: leader, info and ping', async version => {
  const { url, ...simulator } = await start({ version })
  const leader = new URL(url).host
  expect(await read(`${url}/v2/leader`)).toEqual({ leader })
  expect(await read(`${url}/v2/info`)).toMatchObject({ name: 'marathon', version: simulator.version, leader, elected: true })
  expect((await ask(`${url}/ping`)).text).toBe('pong')
})

test('what is not there is 404 or 405', async () => {
  const { url } = await start()
  expect((await ask(`${url}/v2/nothing`)).status).toBe(404)
  expect((await ask(`${url}/v2/apps`, { method: 'POST' })).status).toBe(405)
})

test('the id of an app may be percent-encoded, also wrongly', async () => {
  const { url, ...simulator } = await start()
  simulator.deploy({ id: '/a/b' })
  expect((await ask(`${url}/v2/apps/%2Fa%2Fb`)).status).toBe(404)
  expect((await ask(`${url}/v2/apps/a%2Fb`)).status).toBe(200)
  expect((await ask(`${url}/v2/apps/%E0%A4%A`)).status).toBe(404)
})

test('pods are there since 1.4, their endpoints in the order of the real one', async () => {
  const old = await start({ version: '1.3' })
  expect((await ask(`${old.url}/v2/pods`, { method: 'HEAD' })).status).toBe(404)
  expect(() => old.deployPod({ id: '/p', containers: [{ name: 'c' }] })).toThrow('a pod is not part of Marathon 1.3')
  const { url, ...simulator } = await start({ version: '1.4' })
  const endpoints = [
    { name: 'own', containerPort: 80 },
    { name: 'host', hostPort: 0 },
  ]
  simulator.deployPod({ id: '/p', instances: 2, network: 'user', containers: [{ name: 'c', endpoints }] })
  simulator.setPodHealth('/p', 'c', false)
  expect((await ask(`${url}/v2/pods`, { method: 'HEAD' })).status).toBe(200)
  const [pod] = await read(`${url}/v2/pods/::status`)
  expect(pod).toMatchObject({ id: '/p', status: 'STABLE', spec: { networks: [{ name: 'dcos', mode: 'container' }] } })
  expect(pod.spec.containers[0].endpoints.map(({ name }: { name: string }) => name)).toEqual(['own', 'host'])
  expect(pod.instances).toHaveLength(2)
  expect(pod.instances[0]).toMatchObject({ status: 'DEGRADED', networks: [{ name: 'dcos', addresses: [expect.any(String)] }] })
  expect(pod.instances[0].containers[0]).toMatchObject({
    status: 'TASK_RUNNING',
    conditions: [{ name: 'healthy', value: 'false' }],
    endpoints: [{ name: 'host', allocatedHostPort: 20_000, healthy: false }, { name: 'own' }],
  })
  simulator.removePod('/p')
  expect(await read(`${url}/v2/pods/::status`)).toEqual([])
})

test('the same seed gives the same bytes, another one other ids', async () => {
  const bytes = async (seed: number) => {
    const { url, ...simulator } = await start({ seed })
    simulator.populate({ apps: 3, tasksPerApp: 2 })
    return (await ask(`${url}/v2/tasks`)).text
  }
  expect(await bytes(7)).toBe(await bytes(7))
  expect(await bytes(7)).not.toBe(await bytes(8))
})

test('shuffle: the same apps in another order', async () => {
  const { url, ...simulator } = await start({ shuffle: true })
  simulator.populate({ apps: 30 })
  const ids = async () => (await read(`${url}/v2/apps`)).apps.map(({ id }: { id: string }) => id)
  const [first, second] = [await ids(), await ids()]
  expect(first).not.toEqual(second)
  expect(first.sort()).toEqual(second.sort())
})
