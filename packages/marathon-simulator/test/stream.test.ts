import { expect, test } from 'vitest'
import { ask } from './rig/ask.ts'
import { listen } from './rig/listen.ts'
import { start } from './rig/start.ts'

const deploy = { id: '/web' }

test('the first event is event_stream_attached, on every stream', async () => {
  const { url } = await start()
  const first = await listen(url)
  await first.until(text => text.endsWith('\r\n\r\n'))
  expect(first.headers).toMatchObject({ 'content-type': 'text/event-stream;charset=UTF-8', 'x-marathon-leader': url })
  expect(first.events()).toMatchObject([{ eventType: 'event_stream_attached', remoteAddress: '127.0.0.1' }])
  const second = await listen(url)
  await second.until(text => text.includes('attached'))
  await first.until(text => text.split('"event_stream_attached"').length === 3)
  second.stop()
  await first.until(text => text.includes('event_stream_detached'))
})

test('lines end with CRLF; there is an event line since 0.11', async () => {
  for (const [version, begin] of [
    ['0.10', 'data: {"remoteAddress":'],
    ['0.11', 'event: event_stream_attached\r\ndata: {"remoteAddress":'],
  ] as const) {
    const { url } = await start({ version })
    const stream = await listen(url)
    await stream.until(text => text.endsWith('}\r\n\r\n'))
    expect(stream.text().startsWith(begin)).toBe(true)
  }
})

test('a heartbeat is a bare CRLF, in the time of the simulator', async () => {
  const simulator = await start()
  const stream = await listen(simulator.url)
  await stream.until(text => text.includes('attached'))
  const before = stream.text()
  simulator.advance(20_000)
  await stream.until(text => text === `${before}\r\n\r\n`)
})

test.each([
  ['0.8', 'text/event-stream', 404],
  ['0.9', 'text/event-stream', 200],
  ['1.11', 'text/event-stream, */*', 405],
  ['1.11', '*/*', 405],
])('%s answers Accept: %s with %i', async (version, accept, status) => {
  const { url } = await start({ version })
  expect((await listen(url, '', { accept })).status).toBe(status)
})

test('event_type filters since 1.3.7, and is ignored before', async () => {
  for (const [version, expected] of [
    ['1.3.6', ['event_stream_attached', 'api_post_event', 'group_change_success', 'deployment_info']],
    ['1.3.7', ['api_post_event', 'deployment_success']],
  ] as const) {
    const simulator = await start({ version })
    const stream = await listen(simulator.url, '?event_type=api_post_event&event_type=deployment_success')
    simulator.deploy(deploy)
    simulator.settle()
    await stream.until(text => text.includes('"eventType":"deployment_success"'))
    expect(stream.types().slice(0, expected.length)).toEqual(expected)
  }
})

test.each([
  ['1.5.8', '?plan-format=light', true],
  ['1.5.9', '', true],
  ['1.5.9', '?plan-format=light', false],
  ['1.6.322', '?plan-format=light', false],
  ['1.7', '', false],
  ['1.7', '?plan-format=heavy', true],
  ['1.8', '?plan-format=heavy', false],
])('%s with %j: both groups in the plan: %j', async (version, query, isHeavy) => {
  const simulator = await start({ version })
  simulator.populate({ apps: 2 })
  const stream = await listen(simulator.url, query)
  simulator.deploy({ id: '/group-1/new' })
  await stream.until(text => text.includes('"eventType":"deployment_info"'))
  const { plan } = stream.events().find(({ eventType }) => eventType === 'deployment_info')
  expect(plan.steps).toEqual([
    { actions: [{ action: 'StartApplication', app: '/group-1/new' }] },
    { actions: [{ action: 'ScaleApplication', app: '/group-1/new' }] },
  ])
  expect('original' in plan && 'target' in plan).toBe(isHeavy)
  if (!isHeavy) return
  const idsOf = ({ groups }: { groups: { id: string; apps: { id: string }[] }[] }) =>
    groups.flatMap(({ id, apps }) => [id, ...apps.map(app => app.id)])
  expect(idsOf(plan.original)).toEqual(['/group-0', '/group-0/app-0', '/group-1', '/group-1/app-1'])
  expect(idsOf(plan.target)).toEqual([...idsOf(plan.original), '/group-1/new'])
})

test('0.8 shows a step as one action, and success without a plan', async () => {
  const simulator = await start({ version: '0.8' })
  const seen = new Map<string, unknown>()
  simulator.onEvent(event => seen.set(event.type, JSON.parse(event.json())))
  simulator.deploy(deploy)
  simulator.settle()
  expect(seen.get('deployment_info')).toMatchObject({ currentStep: { action: 'ScaleApplication', app: '/web' } })
  expect(Object.keys(seen.get('deployment_success') as object).sort()).toEqual(['eventType', 'id', 'timestamp'])
})

test('a reader that is too slow loses events before 1.8, and its connection since', async () => {
  for (const version of ['1.4', '1.8']) {
    const simulator = await start({ version })
    const stream = await listen(simulator.url)
    const body = { text: 'x'.repeat(20_000) }
    // All in one turn: nothing can be read in between, and it is more than the system takes.
    for (let count = 0; count < 1500; count++) simulator.publish('big_event', body)
    simulator.publish('last_event', {})
    if (version === '1.4') simulator.instances[0]?.endStreams()
    expect(await stream.ended).toBe(version === '1.4')
    const count = stream.text().split('"eventType":"big_event"').length - 1
    expect(count).toBeLessThan(1500)
    if (version === '1.4') expect(count).toBeGreaterThanOrEqual(1023)
    expect(stream.text()).not.toContain('last_event')
  }
})

test('what is published by a test arrives as it is, huge or not', async () => {
  const simulator = await start()
  const stream = await listen(simulator.url)
  simulator.publish('huge_event', { text: 'x'.repeat(3_000_000) })
  simulator.instances[0]?.writeToStreams('\uFEFFdata: {"half":')
  await stream.until(text => text.endsWith('"half":'))
  expect(stream.text().length).toBeGreaterThan(3_000_000)
})

test('open streams are counted, and their bytes while they are open', async () => {
  const simulator = await start()
  const stream = await listen(simulator.url)
  await stream.until(text => text.includes('attached'))
  expect(simulator.instances[0]?.openStreams).toBe(1)
  const before = simulator.traffic().routes['/v2/events']?.bytes ?? 0
  expect(before).toBeGreaterThan(stream.text().length)
  expect(simulator.traffic().routes['/v2/events']?.bytes).toBe(before)
  simulator.publish('x', {})
  await stream.until(text => text.includes('"x"'))
  expect(simulator.traffic().routes['/v2/events']?.bytes).toBeGreaterThan(before)
  stream.stop()
  await ask(`${simulator.url}/ping`)
})
