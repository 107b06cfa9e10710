import { expect, test } from 'vitest'
import { ask, read } from './rig/ask.ts'
import { start } from './rig/start.ts'

const web = { id: '/web', image: 'web:1', network: 'bridge', ports: [{ containerPort: 80 }], healthChecks: [{}] } as const

async function firstTask(version: string, app: object = {}) {
  const simulator = await start({ version })
  simulator.deploy({ ...web, ...app })
  simulator.settle()
  const { tasks } = await read(`${simulator.url}/v2/tasks`)
  return tasks[0]
}

const common = {
  appId: '/web',
  host: '10.0.1.1',
  ports: [31_000],
  stagedAt: '2020-01-01T00:00:00.000Z',
  startedAt: '2020-01-01T00:00:01.000Z',
  version: '2020-01-01T00:00:00.000Z',
  servicePorts: [10_000],
}
const good = {
  alive: true,
  consecutiveFailures: 0,
  firstSuccess: '2020-01-01T00:00:02.000Z',
  lastSuccess: '2020-01-01T00:00:02.000Z',
}
const slaveId = '20200101-000000-16842879-5050-1-S0'

test('0.8: no state, no agent', async () => {
  const { id, ...task } = await firstTask('0.8')
  expect(id).toMatch(/^web\.[0-9a-f-]{36}$/)
  expect(task).toEqual({ ...common, healthCheckResults: [{ ...good, lastFailure: null, taskId: id }] })
})

test('1.1: state, agent and addresses', async () => {
  const { id, ipAddresses, ...task } = await firstTask('1.1')
  expect(ipAddresses).toEqual([{ ipAddress: expect.stringMatching(/^172\.17\.0\./), protocol: 'IPv4' }])
  const result = { ...good, lastFailure: null, lastFailureCause: null, taskId: id }
  expect(task).toEqual({ ...common, slaveId, state: 'TASK_RUNNING', healthCheckResults: [result] })
})

test('1.11: results name the instance, and leave out what did not happen', async () => {
  const { id, ipAddresses, ...task } = await firstTask('1.11')
  expect(id).toMatch(/^web\.instance-[0-9a-f-]{36}\._app\.1$/)
  const result = { ...good, instanceId: id.replace('._app.1', '') }
  expect(task).toEqual({ ...common, slaveId, state: 'TASK_RUNNING', role: '*', healthCheckResults: [result] })
})

test('ports are those of the host only: a port of a user network without one takes none', async () => {
  const ports = [{ containerPort: 80 }, { containerPort: 443, hostPort: 0 }]
  const task = await firstTask('1.11', { network: 'user', ports, networkNames: ['a', 'b'] })
  expect(task.ports).toEqual([31_000])
  expect(task.servicePorts).toEqual([10_000, 10_001])
  expect(task.ipAddresses.map(({ ipAddress }: { ipAddress: string }) => ipAddress.slice(0, 4))).toEqual(['9.0.', '9.1.'])
})

test('requirePorts: the port of the host is the service port', async () => {
  expect((await firstTask('1.4', { image: undefined, network: 'host', requirePorts: true })).ports).toEqual([10_000])
})

test('before 1.5 a task with an address of its own and no mappings has no service ports', async () => {
  const own = { image: undefined, network: 'user' }
  expect('servicePorts' in (await firstTask('1.4', own))).toBe(false)
  expect('servicePorts' in (await firstTask('1.5', own))).toBe(true)
})

test('a staging task has not started: null before 1.5, left out since', async () => {
  for (const version of ['0.8', '1.4', '1.5']) {
    const simulator = await start({ version })
    simulator.deploy(web)
    const { tasks } = await read(`${simulator.url}/v2/tasks`)
    expect(tasks[0].startedAt).toBe(version === '1.5' ? undefined : null)
    expect(tasks[0].state).toBe(version === '0.8' ? undefined : 'TASK_STAGING')
  }
})

test('a resident task keeps its entry when it ends, without ports', async () => {
  for (const version of ['1.1', '1.11']) {
    const simulator = await start({ version })
    simulator.deploy({ ...web, resident: true })
    simulator.settle()
    simulator.fail(simulator.tasks('/web')[0]?.id ?? '')
    const { tasks } = await read(`${simulator.url}/v2/tasks`)
    expect(tasks).toMatchObject([{ state: 'TASK_FAILED', localVolumes: [{ containerPath: 'data' }] }])
    expect(tasks[0].ports).toEqual(version === '1.11' ? [] : undefined)
    simulator.settle()
    expect(simulator.tasks('/web')).toMatchObject([{ state: 'TASK_RUNNING' }])
  }
})

test('embedded tasks have no service ports, whatever the version', async () => {
  for (const version of ['0.8', '1.11']) {
    const simulator = await start({ version })
    simulator.deploy(web)
    simulator.settle()
    const { apps } = await read(`${simulator.url}/v2/apps?embed=apps.tasks`)
    expect('servicePorts' in apps[0].tasks[0]).toBe(false)
  }
})

// In its text form a line has the id, the service port and every address.
test.each([
  ['0.8', '*/*', 200, 'web\t10000\t10.0.1.1:31000\t\n'],
  ['0.8', 'application/json', 200, '{"tasks":'],
  ['1.4', '*/*', 200, '{"tasks":'],
  ['1.4', 'text/plain', 200, 'web\t10000\t10.0.1.1:31000\t\n'],
  ['1.9', 'text/plain', 200, 'web\t10000\t'],
  ['1.10', 'text/plain', 406, '<html>'],
  ['1.11', 'text/plain', 406, '<html>'],
  ['1.11', 'text/plain, application/json;q=0.5', 200, '{"tasks":'],
])('%s answers Accept: %s with %i', async (version, accept, status, begin) => {
  const simulator = await start({ version })
  simulator.deploy(web)
  simulator.settle()
  const answer = await ask(`${simulator.url}/v2/tasks`, { headers: { accept } })
  expect([answer.status, answer.text.slice(0, begin.length)]).toEqual([status, begin])
})
