import { answers, createSimulator, type Fault, failure, wrongShape } from '@proxym/marathon-simulator'
import { expect, onTestFinished, test } from 'vitest'
import { host } from './rig/host.ts'

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

/** A Marathon with seven apps in it, and proxym that has read it. */
async function readOnce(servers = 1) {
  const simulator = await createSimulator({ instances: servers })
  onTestFinished(() => simulator.close())
  for (const id of ids)
    simulator.deploy({ id: `/${id}`, image: 'i', network: 'bridge', ports: [{ containerPort: 80 }], instances: 2 })
  simulator.settle()
  const proxym = await host({ servers: simulator.urls, requestTimeoutMs: 300 })
  await proxym.writeFile('first')
  await proxym.refresh()
  return { simulator, proxym, before: await proxym.text() }
}

const body = (change: (body: Record<string, unknown>) => unknown): Fault => ({
  kind: 'rewrite',
  body: text => JSON.stringify(change(JSON.parse(text))),
})
const withoutTasks = { kind: 'answer', headers: { 'content-type': 'application/json' }, body: { apps: [] } } as const
const both = ['/v2/apps', '/v2/tasks'] as const

test.each<readonly [name: string, fault: Fault, routes: readonly string[], says: string]>([
  ['{}', wrongShape({}), both, 'got an empty object'],
  ['null', wrongShape(null), both, 'got null'],
  ['[]', wrongShape([]), both, 'got a list'],
  ['{"message":…} with status 200', answers.messageOnly, both, 'got the message "Guru Meditation"'],
  ['401', answers.unauthorized, both, 'refused the credentials (status 401)'],
  ['403', answers.forbidden, both, 'refused the credentials (status 403)'],
  ['500', failure(500), both, 'status 500'],
  ['502', failure(502), both, 'status 502'],
  ['503', failure(503), both, 'status 503'],
  ['504', failure(504), both, 'status 504'],
  ['404', failure(404), both, 'status 404'],
  ['HTML', answers.loginPage, both, 'not answer with JSON but with "text/html"'],
  ['an empty body', answers.emptyBody, both, 'answered with an empty body'],
  ['half JSON', { kind: 'half' }, both, 'did not answer with valid JSON'],
  ['half of the promised length', { kind: 'half', contentLength: true }, both, 'no answer from'],
  ['a closed connection', { kind: 'close' }, both, 'no answer from'],
  ['a reset connection', { kind: 'close', reset: true }, both, 'no answer from'],
  ['silence', { kind: 'silence' }, both, 'did not answer completely within 300 ms'],
  ['headers without a body', { kind: 'stall' }, both, 'did not answer completely within 300 ms'],
  ['a redirect loop', { kind: 'redirect' }, both, 'redirects more than 3 times'],
  ['a redirect elsewhere', { kind: 'redirect', to: 'http://169.254.169.254/v2/apps' }, both, 'not among `servers`'],
  ['`apps` an object', wrongShape({ apps: {} }), ['/v2/apps'], '`apps` that is an empty object'],
  ['`apps` a text', wrongShape({ apps: 'none' }), ['/v2/apps'], '`apps` that is a text'],
  ['`apps` null', wrongShape({ apps: null }), ['/v2/apps'], '`apps` that is null'],
  ['tasks that fail', failure(503), ['/v2/tasks'], 'status 503'],
  ['`tasks` missing', body(({ tasks, ...rest }) => rest), ['/v2/tasks'], 'a list of tasks'],
  ['the answer about apps for tasks', withoutTasks, ['/v2/tasks'], 'a list of tasks'],
])('%s: nothing changes, `/status` names it, the other source is live', async (_, fault, routes, says) => {
  const { simulator, proxym, before } = await readOnce()
  for (const route of routes) simulator.misbehave(fault, { route })
  const { problems } = await proxym.refresh()
  expect(await proxym.text()).toBe(before)
  expect(problems).toContainEqual(expect.objectContaining({ tap: 'marathon/apps', message: expect.stringContaining(says) }))
  expect(await proxym.status()).toMatchObject({
    state: 'stale',
    services: 7,
    problem: { message: expect.stringContaining(says) },
    withheld: null,
  })
  await proxym.writeFile('second')
  await proxym.refresh()
  const after = await proxym.text()
  expect(after).toContain('second.example.com')
  for (const id of ids) expect(after).toContain(`marathon_${id}_80`)
  simulator.behave()
  await proxym.refresh()
  expect(await proxym.status()).toMatchObject({ state: 'fresh', services: 7, problem: null })
})

test('one instance that answers so is passed over for one that answers well', async () => {
  const { simulator, proxym } = await readOnce(3)
  // A standby: what the leader answers would go through all of them.
  simulator.elect(1)
  for (const fault of [answers.messageOnly, answers.loginPage, failure(503), { kind: 'close' } as const]) {
    simulator.misbehave(fault, { instance: 0 })
    simulator.scale('/a', 3)
    simulator.settle()
    await proxym.refresh()
    expect(await proxym.status()).toMatchObject({ state: 'fresh', services: 7, problem: null })
    simulator.behave()
  }
})
