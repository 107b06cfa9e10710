import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createEventRules } from '../../src/watch/event-rules.ts'
import { readEvent } from '../../src/watch/read-event.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** The rules with what they asked for: `all`, or the apps. */
function ruled(pods = false) {
  const asked: string[] = []
  const rules = createEventRules({ pods, refresh: (_, scope) => asked.push(scope?.keys?.join() ?? 'all'), now: () => Date.now() })
  const send = (eventType: string, fields: object = {}): void => {
    const event = readEvent(JSON.stringify({ eventType, ...fields }))
    if (event !== undefined) rules.handle(event)
  }
  return { asked, send, rules }
}

const group = (groupId: string) => ({ groupId, version: 'v' })
const plan = (...apps: readonly string[]) => ({ plan: { id: 'd', steps: [{ actions: apps.map(app => ({ app })) }] } })

test('a change of a group that nothing explains reads everything after five seconds, once', () => {
  const { asked, send } = ruled()
  send('group_change_success', group('/shop'))
  send('group_change_success', group('/shop'))
  vi.advanceTimersByTime(4_999)
  expect(asked).toEqual([])
  vi.advanceTimersByTime(1)
  expect(asked).toEqual(['all'])
  vi.advanceTimersByTime(60_000)
  expect(asked).toEqual(['all'])
  send('group_change_success', group('/shop'))
  vi.advanceTimersByTime(5_000)
  expect(asked).toEqual(['all', 'all'])
})

test.each([
  ['deployment_info', plan('/shop/web')],
  ['deployment_success', plan('/shop/web')],
  ['api_post_event', { appDefinition: { id: '/shop/web' } }],
  ['pod_created_event', { uri: '/v2/pods/shop/web' }],
])('%s about an app in it explains a change of a group, before and after', (type, fields) => {
  for (const order of ['before', 'after']) {
    const { asked, send } = ruled()
    if (order === 'before') send(type, fields)
    vi.advanceTimersByTime(4_000)
    send('group_change_success', group('/shop'))
    if (order === 'after') send(type, fields)
    vi.advanceTimersByTime(60_000)
    expect(asked).not.toContain('all')
  }
})

test.each([
  ['one about an app elsewhere', 'deployment_info', plan('/shops/web')],
  ['one that names no app', 'deployment_info', plan()],
  ['a task of an app in it', 'status_update_event', { appId: '/shop/web', taskStatus: 'TASK_RUNNING' }],
])('%s explains nothing', (_, type, fields) => {
  const { asked, send } = ruled()
  send(type, fields)
  send('group_change_success', group('/shop'))
  send(type, fields)
  vi.advanceTimersByTime(5_000)
  expect(asked).toContain('all')
})

test('an explanation from more than five seconds before counts no more', () => {
  const { asked, send } = ruled()
  send('deployment_info', plan('/shop/web'))
  vi.advanceTimersByTime(5_001)
  send('group_change_success', group('/shop'))
  vi.advanceTimersByTime(5_000)
  expect(asked).toEqual(['/shop/web', 'all'])
})

test('the root group has every app', () => {
  const { asked, send } = ruled()
  send('group_change_success', group('/'))
  send('deployment_info', plan('/a/b'))
  vi.advanceTimersByTime(60_000)
  expect(asked).toEqual(['/a/b'])
})

test('the end of a deployment that names nothing reads the apps of its plan, or everything', () => {
  const { asked, send } = ruled()
  send('deployment_info', plan('/a', '/b'))
  send('deployment_success', { id: 'd' })
  send('deployment_success', { id: 'd' })
  expect(asked).toEqual(['/a,/b', '/a,/b', 'all'])
})

test('row 42: events of pods count only when pods do', () => {
  const without = ruled()
  without.send('pod_updated_event', { uri: '/v2/pods/p' })
  expect(without.asked).toEqual([])
  const { asked, send } = ruled(true)
  send('pod_updated_event', { uri: '/v2/pods/group/p::versions/x' })
  send('pod_deleted_event', {})
  expect(asked).toEqual(['/group/p', 'all'])
})

test.each([
  ['no id', {}],
  ['an id that is none', { appId: '/a b' }],
  ['a way out', { appId: '/../../x' }],
  ['a number', { appId: 5 }],
])('an event with %s reads everything', (_, fields) => {
  const { asked, send } = ruled()
  send('status_update_event', fields)
  expect(asked).toEqual(['all'])
})

test('nothing is waited for after everything is read anyway', () => {
  const { asked, send, rules } = ruled()
  send('group_change_success', group('/'))
  rules.reset()
  vi.advanceTimersByTime(60_000)
  expect(asked).toEqual([])
})

test('a hundred thousand deployments that never end are not all remembered', () => {
  const { asked, send } = ruled()
  for (let id = 0; id < 100_000; id++) send('deployment_info', { plan: { id: `d${id}`, steps: [{ app: `/a${id}` }] } })
  asked.length = 0
  send('deployment_success', { id: 'd0' })
  send('deployment_success', { id: 'd99999' })
  expect(asked).toEqual(['all', '/a99999'])
})

test('groups without number or end are not remembered: everything is read at once', () => {
  const { asked, send } = ruled()
  send('group_change_success', group('/'.padEnd(1_000_000, 'x')))
  expect(asked).toEqual(['all'])
  for (let id = 0; id < 1_001; id++) send('group_change_success', group(`/g${id}`))
  expect(asked).toEqual(['all', 'all'])
  vi.advanceTimersByTime(5_000)
  expect(asked).toHaveLength(1_002)
})

test('a deployment of very many apps reads everything, at its beginning and its end', () => {
  const { asked, send } = ruled()
  send('deployment_info', plan(...Array.from({ length: 33 }, (_, index) => `/a${index}`)))
  send('deployment_success', { id: 'd' })
  expect(asked).toEqual(['all', 'all'])
})
