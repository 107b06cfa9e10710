import { expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { read } from './rig/ask.ts'
import { start } from './rig/start.ts'

const web = { id: '/web', image: 'web:1', network: 'bridge', ports: [{ containerPort: 80 }] } as const

/** How many tasks there are, and how many of them serve, at every change of a deployment. */
function watch(simulator: Simulator, id: string) {
  let most = 0
  let fewestReady = Infinity
  let saysBoth = false
  simulator.onEvent(() => {
    const tasks = simulator.tasks(id)
    most = Math.max(most, tasks.length)
    fewestReady = Math.min(fewestReady, tasks.filter(({ state }) => state === 'TASK_RUNNING').length)
    saysBoth ||= new Set(tasks.map(({ version }) => version)).size === 2
  })
  return () => ({ most, fewestReady, saysBoth })
}

test.each([
  [1, 1, { most: 8, fewestReady: 4 }],
  [0.5, 0, { most: 4, fewestReady: 2 }],
  [1, 0, { most: 5, fewestReady: 4 }],
  [0, 1, { most: 8, fewestReady: 0 }],
])('4 tasks, at least %d of them healthy, at most %d more: %j', async (minimumHealthCapacity, maximumOverCapacity, expected) => {
  const simulator = await start({ timing: { killMs: 10_000 } })
  const app = { ...web, instances: 4, upgradeStrategy: { minimumHealthCapacity, maximumOverCapacity } }
  simulator.deploy(app)
  simulator.settle()
  const figures = watch(simulator, '/web')
  const { version } = simulator.deploy({ ...app, image: 'web:2' })
  simulator.settle()
  expect(figures()).toEqual({ ...expected, saysBoth: true })
  expect(simulator.tasks('/web').map(task => [task.state, task.version])).toEqual(Array(4).fill(['TASK_RUNNING', version]))
})

test('in the middle of it tasks of both versions are listed, each with the ports of its own', async () => {
  const simulator = await start({ version: '1.11', timing: { startMs: 1000, killMs: 5000 } })
  const { version: old } = simulator.deploy(web)
  simulator.settle()
  const { version } = simulator.deploy({ ...web, ports: [{ containerPort: 80 }, { containerPort: 81 }] })
  simulator.advance(1500)
  const { tasks } = await read(`${simulator.url}/v2/tasks`)
  expect(tasks).toMatchObject([
    { version: old, ports: [31_000], state: 'TASK_KILLING' },
    { version, ports: [31_000, 31_001], state: 'TASK_RUNNING' },
  ])
  const { apps } = await read(`${simulator.url}/v2/apps`)
  expect(apps[0]).toMatchObject({ deployments: [{ id: expect.any(String) }], versionInfo: { lastConfigChangeAt: version } })
})

test('scaling changes the version of the app, not that of its tasks nor the time of its last change', async () => {
  const simulator = await start({ version: '1.11' })
  const { version: first } = simulator.deploy(web)
  simulator.settle()
  const { version } = simulator.scale('/web', 2)
  simulator.settle()
  const { apps } = await read(`${simulator.url}/v2/apps`)
  expect(apps[0]).toMatchObject({ version, versionInfo: { lastScalingAt: version, lastConfigChangeAt: first } })
  expect(simulator.tasks('/web').map(task => task.version)).toEqual([first, version])
})

test('two changes in one moment are two versions', async () => {
  const simulator = await start()
  const versions = [simulator.deploy(web), simulator.scale('/web', 2), simulator.scale('/web', 3)].map(({ version }) => version)
  expect(versions).toEqual([...new Set(versions)].sort())
  expect(await read(`${simulator.url}/v2/apps/web/versions`)).toEqual({ versions: versions.reverse() })
})

test('service ports are given once, and kept', async () => {
  const simulator = await start()
  const portsOf = async () => (await read(`${simulator.url}/v2/apps/web`)).app.container.portMappings
  simulator.deploy({ id: '/other' })
  simulator.deploy(web)
  expect(await portsOf()).toMatchObject([{ servicePort: 10_001 }])
  simulator.deploy({
    ...web,
    ports: [{ containerPort: 80 }, { containerPort: 81, servicePort: 7000 }, { containerPort: 82, servicePort: 0 }],
  })
  expect(await portsOf()).toMatchObject([{ servicePort: 10_001 }, { servicePort: 7000 }, { servicePort: 0 }])
})

test('what is removed is gone from the lists at once, its tasks too', async () => {
  const simulator = await start()
  simulator.deploy(web)
  simulator.settle()
  simulator.remove('/web')
  expect(await read(`${simulator.url}/v2/apps`)).toEqual({ apps: [] })
  expect(await read(`${simulator.url}/v2/tasks`)).toEqual({ tasks: [] })
  simulator.deploy(web)
  simulator.settle()
  expect(simulator.tasks('/web')).toHaveLength(1)
})

test('what happens before events are heard does not fail what is unknown', async () => {
  const simulator = await start()
  expect(() => simulator.scale('/none', 1)).toThrow('there is no app `/none`. Deploy it first.')
  simulator.deploy(web)
  expect(() => simulator.remove('/none')).toThrow('There are: /web.')
  expect(() => simulator.kill('none')).toThrow('there is no task `none`')
})

test('a test may say where tasks run', async () => {
  const asked: unknown[] = []
  const simulator = await start({
    place: request => {
      asked.push(request)
      return { host: '127.0.0.1', ports: [4711] }
    },
  })
  const { version } = simulator.deploy(web)
  expect(simulator.tasks('/web')).toMatchObject([{ host: '127.0.0.1', ports: [4711] }])
  expect(asked).toEqual([{ appId: '/web', taskId: expect.stringMatching(/^web\.instance-/), version, portCount: 1 }])
})

test('a simulator closes itself at the end of its block', async () => {
  let url: string
  {
    await using simulator = await createSimulator()
    url = simulator.url
  }
  await expect(fetch(`${url}/ping`)).rejects.toThrow()
})
