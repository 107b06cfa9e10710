import { expect, test } from 'vitest'
import { ask, read } from './rig/ask.ts'
import { start } from './rig/start.ts'

const headers = { 'content-type': 'application/json' }

async function controlled() {
  const simulator = await start({ control: true, instances: 2, version: '1.4' })
  const post = async (name: string, body: unknown) => {
    const { status, text } = await ask(`${simulator.url}/simulator/${name}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    return { status, body: JSON.parse(text) }
  }
  return { simulator, post }
}

test('deploys, scales, kills and removes', async () => {
  const { simulator, post } = await controlled()
  const { status, body } = await post('deploy', { id: '/web', instances: 2 })
  expect([status, body]).toEqual([200, { id: expect.any(String), version: expect.any(String) }])
  await post('scale', { id: 'web', instances: 3 })
  simulator.settle()
  const status2 = await read(`${simulator.url}/simulator`)
  expect(status2).toMatchObject({
    version: '1.4.13',
    leader: 0,
    instances: [{ isLeader: true, openStreams: 0 }, { isOpen: true }],
  })
  expect(status2.apps['/web']).toHaveLength(3)
  const [first, second, third] = simulator.tasks('/web')
  await post('kill', { task: first?.id })
  await post('health', { task: second?.id, alive: false })
  await post('lose', { task: third?.id })
  expect(simulator.tasks('/web').map(({ state, health }) => [state, health?.alive])).toEqual([
    ['TASK_KILLING', undefined],
    ['TASK_RUNNING', false],
    ['TASK_UNREACHABLE', undefined],
  ])
  await post('recover', { task: third?.id })
  await post('fail', { task: second?.id })
  await post('remove', { id: '/web' })
  expect(simulator.apps()).toEqual([])
})

test('changes the cluster and lets it misbehave', async () => {
  const { simulator, post } = await controlled()
  await post('elect', { instance: 1 })
  expect(simulator.leader).toBe(1)
  await post('close', { instance: 1 })
  expect(simulator.instances[1]?.isOpen).toBe(false)
  await post('open', { instance: 1 })
  await post('misbehave', { fault: { kind: 'answer', status: 500 }, route: '/v2/apps', times: 1 })
  expect((await ask(`${simulator.url}/v2/apps`)).status).toBe(500)
  expect((await ask(`${simulator.url}/v2/apps`)).status).toBe(200)
  await post('misbehave', { fault: { kind: 'answer', status: 500 } })
  await post('behave', {})
  expect((await ask(`${simulator.url}/v2/apps`)).status).toBe(200)
  for (const [name, body] of [
    ['lag', { instance: 1, lagging: true }],
    ['silence', {}],
    ['storm', { perSecond: 10, seconds: 0 }],
    ['forget-callbacks', {}],
  ] as const)
    expect((await post(name, body)).status).toBe(200)
})

test.each([
  ['nothing', {}, '`/simulator/nothing` is no part of the control API'],
  ['toString', {}, 'is no part of the control API'],
  ['scale', { id: 7 }, '`scale` is not valid: id: '],
  ['kill', { task: 'none' }, 'there is no task `none`'],
  ['close', { instance: 9 }, 'There is no instance 9'],
  ['misbehave', { fault: { kind: 'midway' } }, '`misbehave` is not valid: fault.kind'],
  ['deploy', { id: 'UPPER' }, '`app` is not valid: id: must be a path of lower case names'],
])('%s with %j is refused', async (name, body, message) => {
  const { post } = await controlled()
  const answer = await post(name, body)
  expect([answer.status, answer.body.message]).toEqual([400, expect.stringContaining(message)])
})

test('only JSON by POST, and only where it was asked for', async () => {
  const { simulator } = await controlled()
  expect((await ask(`${simulator.url}/simulator/behave`, { method: 'POST' })).status).toBe(415)
  expect((await ask(`${simulator.url}/simulator/behave`, { headers })).status).toBe(415)
  const broken = await ask(`${simulator.url}/simulator/behave`, { method: 'POST', headers, body: '{' })
  expect(broken.status).toBe(400)
  const large = await ask(`${simulator.url}/simulator/behave`, { method: 'POST', headers, body: ' '.repeat(2 ** 20 + 1) })
  expect(large.status).toBe(400)
  const plain = await start()
  expect((await ask(`${plain.url}/simulator`)).status).toBe(404)
})
