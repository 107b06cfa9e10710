import { expect, test } from 'vitest'
import { sequenceOf } from './rig/sequence.ts'
import { start } from './rig/start.ts'

const web = { id: '/shop/web', image: 'web:1', network: 'bridge', ports: [{ containerPort: 80 }], healthChecks: [{}] } as const

test('0.8: a new app', async () => {
  const simulator = await start({ version: '0.8' })
  expect(sequenceOf(simulator, () => simulator.deploy(web))).toEqual([
    'api_post_event',
    'group_change_success',
    'deployment_info StartApplication',
    'deployment_step_success StartApplication',
    'deployment_info ScaleApplication',
    'status_update_event TASK_RUNNING',
    'health_status_changed_event true',
    'deployment_step_success ScaleApplication',
    'deployment_success',
  ])
})

test('1.4: a new app, with the conditions of its instance', async () => {
  const simulator = await start({ version: '1.4' })
  expect(sequenceOf(simulator, () => simulator.deploy(web))).toEqual([
    'api_post_event',
    'group_change_success',
    'deployment_info StartApplication',
    'deployment_step_success StartApplication',
    'deployment_info ScaleApplication',
    'instance_changed_event Created',
    'instance_changed_event Starting',
    'status_update_event TASK_STARTING',
    'instance_changed_event Running',
    'status_update_event TASK_RUNNING',
    'health_status_changed_event true',
    'instance_health_changed_event true',
    'deployment_step_success ScaleApplication',
    'deployment_success',
  ])
})

test('1.11: an instance is provisioned first', async () => {
  const simulator = await start({ version: '1.11' })
  expect(sequenceOf(simulator, () => simulator.deploy(web))[5]).toBe('instance_changed_event Provisioned')
})

test('a change of the app starts the new task before it kills the old one', async () => {
  const simulator = await start({ version: '1.11' })
  simulator.deploy(web)
  simulator.settle()
  const seen = sequenceOf(simulator, () => simulator.deploy({ ...web, image: 'web:2' }))
  expect(seen.filter(each => !each.startsWith('instance'))).toEqual([
    'api_post_event',
    'group_change_success',
    'deployment_info RestartApplication',
    'status_update_event TASK_STARTING',
    'status_update_event TASK_RUNNING',
    'health_status_changed_event true',
    'status_update_event TASK_KILLING',
    'status_update_event TASK_KILLED',
    'deployment_step_success RestartApplication',
    'deployment_success',
  ])
})

test('scaling up and down', async () => {
  const simulator = await start({ version: '0.15' })
  simulator.deploy({ ...web, healthChecks: [] })
  simulator.settle()
  const frame = (...between: string[]) => [
    'api_post_event',
    'group_change_success',
    'deployment_info ScaleApplication',
    ...between,
    'deployment_step_success ScaleApplication',
    'deployment_success',
  ]
  const running = 'status_update_event TASK_RUNNING'
  expect(sequenceOf(simulator, () => simulator.scale('shop/web', 3))).toEqual(frame(running, running))
  expect(sequenceOf(simulator, () => simulator.scale('/shop/web', 2))).toEqual(frame('status_update_event TASK_KILLED'))
})

test('a removal says so with app_terminated_event; only 0.8 posts an app that has nothing but its id', async () => {
  const old = await start({ version: '0.8' })
  old.deploy(web)
  old.settle()
  const end = [
    'group_change_success',
    'deployment_info StopApplication',
    'status_update_event TASK_KILLED',
    'app_terminated_event',
    'deployment_step_success StopApplication',
    'deployment_success',
  ]
  expect(sequenceOf(old, () => old.remove('/shop/web'))).toEqual(['api_post_event', ...end])
  const later = await start({ version: '1.1' })
  later.deploy(web)
  later.settle()
  expect(sequenceOf(later, () => later.remove('/shop/web'))).toEqual(end)
})

test('a change of a group is one deployment, and posts no app', async () => {
  const simulator = await start({ version: '1.1' })
  simulator.deploy({ id: '/a', network: 'host' })
  simulator.deploy({ id: '/b' })
  simulator.settle()
  const seen = sequenceOf(simulator, () =>
    simulator.changeGroup({ id: '/', apps: [{ id: '/a', cmd: 'other' }, { id: '/c' }], remove: ['/b'] }),
  )
  expect(seen.filter(each => !each.startsWith('status'))).toEqual([
    'group_change_success',
    'deployment_info RestartApplication',
    'app_terminated_event',
    'deployment_step_success RestartApplication',
    'deployment_info ScaleApplication',
    'deployment_step_success ScaleApplication',
    'deployment_success',
  ])
  expect(simulator.apps()).toEqual(['/a', '/c'])
})

test.each([
  ['1.3', ['status_update_event TASK_LOST', 'status_update_event TASK_RUNNING']],
  ['1.4', ['instance_changed_event Unreachable', 'status_update_event TASK_UNREACHABLE']],
  [
    '1.5',
    [
      'instance_changed_event Unreachable',
      'status_update_event TASK_UNREACHABLE',
      'instance_changed_event UnreachableInactive',
      'instance_changed_event Created',
      'instance_changed_event Killed',
      'instance_changed_event Starting',
      'status_update_event TASK_STARTING',
      'instance_changed_event Running',
      'status_update_event TASK_RUNNING',
    ],
  ],
])('%s: an agent that is lost', async (version, expected) => {
  const simulator = await start({ version })
  simulator.deploy({ id: '/web' })
  simulator.settle()
  expect(sequenceOf(simulator, () => simulator.lose(simulator.tasks('/web')[0]?.id ?? ''))).toEqual(expected)
})

test('1.4: an unreachable task is replaced after 15 minutes, and one of them goes when it is back', async () => {
  const simulator = await start({ version: '1.4' })
  simulator.deploy({ id: '/web' })
  simulator.settle()
  const [lost] = simulator.tasks('/web')
  simulator.lose(lost?.id ?? '')
  simulator.advance(902_000)
  expect(simulator.tasks('/web').map(({ state }) => state)).toEqual(['TASK_UNREACHABLE', 'TASK_RUNNING'])
  simulator.recover(lost?.id ?? '')
  simulator.settle()
  expect(simulator.tasks('/web').map(({ id, state }) => [id, state])).toEqual([[lost?.id, 'TASK_RUNNING']])
})

test('a health check that fails tells each time, and of the change once', async () => {
  const simulator = await start({ version: '1.1' })
  simulator.deploy(web)
  simulator.settle()
  const [task] = simulator.tasks('/shop/web')
  const fail = () => simulator.setHealth(task?.id ?? '', false)
  const failed = 'failed_health_check_event'
  expect(sequenceOf(simulator, fail)).toEqual([failed, 'health_status_changed_event false'])
  expect(sequenceOf(simulator, fail)).toEqual([failed])
  expect(simulator.tasks('/shop/web')[0]?.health).toMatchObject({ alive: false, consecutiveFailures: 2 })
  expect(sequenceOf(simulator, () => simulator.killUnhealthy(task?.id ?? ''))[0]).toBe('unhealthy_task_kill_event')
})

test('a crash is followed by another task, and remembered', async () => {
  const simulator = await start()
  simulator.deploy({ id: '/web' })
  simulator.settle()
  const [crashed] = simulator.tasks('/web')
  expect(sequenceOf(simulator, () => simulator.fail(crashed?.id ?? '')).slice(0, 2)).toEqual([
    'instance_changed_event Failed',
    'status_update_event TASK_FAILED',
  ])
  expect(simulator.tasks('/web')).toMatchObject([{ state: 'TASK_RUNNING', id: expect.not.stringMatching(crashed?.id ?? '-') }])
})

test('a newer deployment of the same app fails the one that runs', async () => {
  const simulator = await start()
  simulator.deploy({ id: '/web' })
  expect(sequenceOf(simulator, () => simulator.deploy({ id: '/web', instances: 3 }))).toContain('deployment_failed')
  expect(simulator.tasks('/web')).toHaveLength(3)
})
