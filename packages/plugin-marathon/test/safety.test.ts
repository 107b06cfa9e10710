import { expect, test } from 'vitest'
import { bridgeApp, task } from './rig/documents.ts'
import { hosted } from './rig/hosted.ts'
import { json, scriptedMarathon } from './rig/scripted-marathon.ts'

const app = (id: string, fields: object = {}) =>
  bridgeApp([{ containerPort: 80, hostPort: 0, servicePort: 10_000 }], { id, ...fields })
const taskOf = (appId: string, port: number, fields: object = {}) => task([port], { appId, ...fields })
const all = ['marathon_a_80 a1:1', 'marathon_b_80 a1:2']

/** A Marathon with `/a` and `/b`, read once. */
async function readOnce(options: object = {}) {
  const marathon = await scriptedMarathon({ apps: [app('/a'), app('/b')], tasks: [taskOf('/a', 1), taskOf('/b', 2)] })
  const proxym = hosted({ servers: [marathon.url], ...options })
  expect(await proxym.hosts()).toEqual(all)
  return { marathon, proxym }
}

// Rule 1 is what answers.test.ts shows.
test.each([
  ['its ports are no list', app('/a', { ports: 'many' })],
  ['its container is a text', { id: '/a', container: 'docker' }],
  ['its labels are a list', app('/a', { labels: ['x'] })],
  ['its mappings are an object', { id: '/a', container: { docker: { network: 'BRIDGE', portMappings: {} } } }],
])('rule 2: an app of which %s keeps its services, and the other goes on', async (_, broken) => {
  const { marathon, proxym } = await readOnce()
  marathon.apps = [broken, app('/b')]
  marathon.tasks = [taskOf('/a', 1), taskOf('/b', 9)]
  expect(await proxym.hosts()).toEqual(['marathon_a_80 a1:1', 'marathon_b_80 a1:9'])
  expect(proxym.codes()).toContain('APP')
  expect(proxym.messages()).toContain('app `/a` cannot be read')
})

test.each([{}, null, 5, 'app', [], { id: '' }, { id: 5 }])(
  'rule 2: an app %j that has no id takes nothing away',
  async nameless => {
    const { marathon, proxym } = await readOnce()
    marathon.apps = [nameless, app('/b')]
    marathon.tasks = [taskOf('/b', 9)]
    expect(await proxym.hosts()).toEqual(['marathon_a_80 a1:1', 'marathon_b_80 a1:9'])
    expect(proxym.messages()).toContain('app `/a` is missing in an answer in which some apps have no id')
  },
)

test('rule 2: a malformed task is left out; an app that has no other keeps its services', async () => {
  const { marathon, proxym } = await readOnce()
  const broken = taskOf('/a', 1, { host: { name: 'a1' } })
  marathon.tasks = [broken, taskOf('/a', 3), taskOf('/b', 9)]
  expect(await proxym.hosts()).toEqual(['marathon_a_80 a1:3', 'marathon_b_80 a1:9'])
  expect(proxym.codes()).toContain('TASK')
  marathon.tasks = [broken, taskOf('/b', 9)]
  expect(await proxym.hosts()).toEqual(['marathon_a_80 a1:3', 'marathon_b_80 a1:9'])
  expect(proxym.messages()).toContain('a task of app `/a` is left out')
})

test.each([{}, null, 'task', { appId: 7 }])('rule 2: a task %j that names no app takes nothing away', async nameless => {
  const { marathon, proxym } = await readOnce()
  marathon.tasks = [nameless, taskOf('/b', 9)]
  expect(await proxym.hosts()).toEqual(['marathon_a_80 a1:1', 'marathon_b_80 a1:9'])
  expect(proxym.messages()).toContain('app `/a` has no task in an answer in which some tasks cannot be read')
})

test('rule 2: with embed, an app without a list of tasks keeps its services; when none has one, all do', async () => {
  const { marathon, proxym } = await readOnce({ embed: true })
  const b = { ...app('/b'), tasks: [taskOf('/b', 9)] }
  const answers: unknown[] = [
    [app('/a'), b],
    [{ ...app('/a'), tasks: null }, b],
    [app('/a'), app('/b')],
  ]
  for (const apps of answers) {
    marathon.script = (_, response) => json(response, 200, { apps })
    expect(await proxym.hosts()).toEqual(['marathon_a_80 a1:1', 'marathon_b_80 a1:9'])
    expect(proxym.codes()).not.toEqual([])
  }
})

test('rule 3: both queries go to one server, also when the second one fails', async () => {
  const { marathon: good } = await readOnce()
  const half = await scriptedMarathon({
    apps: [],
    script: ({ path }, response) => path === '/v2/tasks' && json(response, 500, {}),
  })
  const proxym = hosted({ servers: [half.url, good.url] })
  good.asked()
  expect(await proxym.hosts()).toEqual(all)
  expect([half.asked(), good.asked()]).toEqual([
    ['/v2/apps', '/v2/tasks'],
    ['/v2/apps', '/v2/tasks'],
  ])
})

test('rule 3: when the leader changes between the two queries both are repeated, once', async () => {
  const { marathon, proxym } = await readOnce()
  const leaders = ['http://l1', 'http://l2', 'http://l2', 'http://l2']
  marathon.asked()
  marathon.script = (_, response) => {
    response.setHeader('x-marathon-leader', leaders.shift() ?? `http://l${Math.random()}`)
    return undefined
  }
  expect(await proxym.hosts()).toEqual(all)
  expect(marathon.asked()).toHaveLength(4)
  expect(proxym.codes()).not.toContain('LEADER')
  marathon.tasks = []
  expect(await proxym.hosts()).toEqual(all)
  expect(marathon.asked()).toHaveLength(4)
  expect(proxym.codes()).toContain('LEADER')
})

test('rule 4: an answer without apps after one with apps is an answer, which core holds until there is a second one', async () => {
  const { marathon, proxym } = await readOnce()
  marathon.apps = []
  marathon.tasks = []
  expect(await proxym.hosts()).toEqual(all)
  const { sources } = proxym.proxym.status() as { readonly sources: Readonly<Record<string, unknown>> }
  expect(sources['marathon/apps']).toMatchObject({ state: 'fresh', services: 0, problem: null, withheld: { count: 2, of: 2 } })
})

test('rule 5: an equal answer changes nothing, and the services are the same objects', async () => {
  const { marathon, proxym } = await readOnce()
  const before = (await proxym.refresh()).services
  marathon.apps = [...marathon.apps].reverse()
  marathon.tasks = [...marathon.tasks].reverse()
  const after = (await proxym.refresh()).services
  expect(after.every((service, index) => service === before[index])).toBe(true)
})

test('rule 6: reading that takes too long is given up and says so', async () => {
  const { marathon, proxym } = await readOnce({ readTimeoutMs: 150, requestTimeoutMs: 10_000 })
  marathon.script = () => true
  expect(await proxym.hosts()).toEqual(all)
  expect(proxym.messages()).toContain('reading from Marathon took longer than 150 ms')
})

test('rule 6: a stop ends what is being read', async () => {
  const { marathon, proxym } = await readOnce()
  const asked = Promise.withResolvers<void>()
  marathon.script = () => {
    asked.resolve()
    return true
  }
  const reading = proxym.refresh()
  await asked.promise
  await proxym.stop()
  await reading.catch(() => {})
  expect(proxym.log.filter(({ message }) => message.includes('did not stop'))).toEqual([])
})

test('one id twice in one answer is one app, whatever the order', async () => {
  const { marathon, proxym } = await readOnce()
  const twice = [app('/a'), app('/a', { labels: { 'proxym.domains': 'a.example' } }), app('/b')]
  marathon.apps = twice
  const first = (await proxym.refresh()).services
  marathon.apps = twice.toReversed()
  expect((await proxym.refresh()).services).toEqual(first)
  expect(proxym.messages()).toContain('app `/a` stands twice')
})

test('what is known passes to the next configuration: an app without an id takes nothing away there either', async () => {
  const { marathon, proxym } = await readOnce()
  const next = hosted({ servers: [marathon.url] }, { handover: proxym.proxym.handover() })
  marathon.apps = [{}, app('/b')]
  marathon.tasks = [taskOf('/b', 9)]
  await next.start()
  await next.until(({ services }) => services.some(({ hosts }) => hosts[0]?.port === 9))
  expect(next.seen.every(({ services }) => services.some(({ id }) => id === 'marathon_a_80'))).toBe(true)
})
