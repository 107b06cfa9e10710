import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ask, read } from './rig/ask.ts'
import { start } from './rig/start.ts'

const folder = process.env['PROXYM_FIXTURES']
const document = (name: string) => JSON.parse(readFileSync(join(folder ?? '', name), 'utf8'))

test('real documents are there to be compared with', () => {
  // Without them the shapes are only those that were written by hand, in the other files.
  if (folder === undefined)
    process.stderr.write('\nNOT COMPARED: set PROXYM_FIXTURES to a folder with real documents of Marathon.\n\n')
  expect(folder === undefined || existsSync(folder)).toBe(true)
})

type Shape = string

/** Each field and its type, e.g. `apps[].id: string`. Fields of free names (labels, env) count as one. */
function shapeOf(value: unknown, path = ''): readonly Shape[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap(each => shapeOf(each, `${path}[]`)))]
  if (value === null || typeof value !== 'object') return [`${path}: ${value === null ? 'null' : typeof value}`]
  if (/(labels|env|secrets)$/.test(path)) return [`${path}: object`]
  return Object.entries(value).flatMap(([name, each]) => shapeOf(each, path === '' ? name : `${path}.${name}`))
}

/** What of a real document is not in ours: a field that is missing, or that has another type. */
function missing(real: unknown, ...ours: readonly unknown[]): readonly Shape[] {
  const known = new Set(ours.flatMap(each => shapeOf(each)))
  const paths = new Map([...known].map(shape => [shape.split(': ')[0], shape]))
  return shapeOf(real).filter(shape => {
    const path = shape.split(': ')[0] ?? ''
    if (known.has(shape)) return false
    // A null says nothing of the type, and an empty list nothing of its members.
    const isSilent = shape.endsWith(': null') || paths.get(path)?.endsWith(': null')
    return !(isSilent && paths.has(path))
  })
}

async function simulated(version: string, app: object = {}) {
  const simulator = await start({ version })
  const events = new Map<string, unknown>()
  simulator.onEvent(event => events.set(event.type, JSON.parse(event.json())))
  simulator.deploy({ id: '/web', instances: 2, healthChecks: [{}], ...app })
  simulator.settle()
  return { simulator, events }
}

const bridge = {
  image: 'x',
  network: 'bridge',
  ports: [{ containerPort: 80, name: 'http', labels: { vip: 'x' } }],
} as const

describe.skipIf(folder === undefined)('has every field of the real document, with its type', () => {
  // What a document of the real one carries that no client of an outside system reads, or that its app alone had.
  const beside: Readonly<Record<string, RegExp>> = {
    'marathon/1.4-app.json':
      /^(acceptedResourceRoles|args|constraints|dependencies|fetch|container\.(volumes|docker\.parameters)|ipAddress|readinessChecks|user|taskKillGracePeriodSeconds)/,
    'marathon/0.15-app_list.json': /^apps\[\]\.(constraints|uris|deployments)/,
    'marathon/0.8.2-doc-02-apps.json': /^apps\[\]\.(container\.volumes|deployments)/,
    'marathon/0.8.2-doc-03-app.json': /^app\.(uris)/,
    'marathon/1.1.7-doc-AppsResource_index-01-apps.json': /^apps\[\]\.(constraints|uris)/,
    'marathon/1.11-master-tasks.json': /^tasks\[\]\.(region|zone)/,
    'marathon/1.11-master-app_tasks.json': /^tasks\[\]\.(region|zone)/,
    'marathon/gomarathon-pods-status.json': /^\[\]\.spec\.(user|environment|secrets)/,
    'marathon/1.11-master-info.json': /^(marathon_config|zookeeper_config)\./,
  }

  test.each([
    ['marathon/0.8.2-doc-02-apps.json', '0.8', '/v2/apps?embed=apps.failures', { image: 'x' }],
    ['marathon/0.8.2-doc-03-app.json', '0.8', '/v2/apps/web', {}],
    ['marathon/0.8.2-doc-04-tasks.json', '0.8', '/v2/tasks', {}],
    ['marathon/0.15-app_list.json', '0.15', '/v2/apps', {}],
    ['marathon/0.15-tasks.json', '0.15', '/v2/tasks', {}],
    ['marathon/1.1.7-doc-AppsResource_index-01-apps.json', '1.1', '/v2/apps', {}],
    ['marathon/1.4-tasks.json', '1.4', '/v2/tasks', {}],
    ['marathon/1.11-master-tasks.json', '1.11', '/v2/tasks', {}],
    ['marathon/1.11-master-app_tasks.json', '1.11', '/v2/apps/web/tasks', {}],
    ['marathon/1.11-master-info.json', '1.11', '/v2/info', {}],
    ['marathon/gomarathon-tasks.json', '0.8', '/v2/tasks', {}],
    ['marathon/gomarathon-leader.json', '1.11', '/v2/leader', {}],
  ])('%s, as %s at %s', async (name, version, path, app) => {
    const { simulator } = await simulated(version, app)
    // Once a task has failed there is something to say of it.
    simulator.fail(simulator.tasks('/web')[0]?.id ?? '')
    simulator.settle()
    // 0.8 takes one embed at a time, its documentation shows two.
    const ours = [await read(simulator.url + path), await read(`${simulator.url}/v2/apps?embed=apps.tasks`)]
    const left = missing(document(name), ...ours)
    expect(left.filter(shape => !(beside[name]?.test(shape) ?? false))).toEqual([])
  })

  test('marathon/1.4-app.json, one version of an app', async () => {
    const name = 'marathon/1.4-app.json'
    const { simulator } = await simulated('1.4', bridge)
    const { versions } = await read(`${simulator.url}/v2/apps/web/versions`)
    const left = missing(document(name), await read(`${simulator.url}/v2/apps/web/versions/${versions[0]}`))
    // Its example mixes what cannot be together: an address of its own, mappings, and names of host ports.
    const mixed = /^portDefinitions\[\]\.(name|labels)/
    expect(left.filter(shape => !beside[name]?.test(shape) && !mixed.test(shape))).toEqual([])
  })

  test('marathon/gomarathon-pods-status.json', async () => {
    const name = 'marathon/gomarathon-pods-status.json'
    const simulator = await start({ version: '1.4' })
    simulator.deployPod({ id: '/p', containers: [{ name: 'c', endpoints: [{ name: 'e', hostPort: 0 }] }] })
    const left = missing(document(name), await read(`${simulator.url}/v2/pods/::status`))
    expect(left.filter(shape => !beside[name]?.test(shape))).toEqual([])
  })

  test.each([
    ['events/0.8-api_post_event.json', '0.8'],
    ['events/0.8-deployment_info.json', '0.8'],
    ['events/0.8-deployment_success.json', '0.8'],
    ['events/0.8-group_change_success.json', '0.8'],
    ['events/0.8-health_status_changed_event.json', '0.8'],
    ['events/0.8-failed_health_check_event.json', '0.8'],
    ['events/0.8-status_update_event.json', '0.8'],
    ['events/1.4-health_status_changed_event.json', '1.4'],
    ['events/1.4-unhealthy_task_kill_event.json', '1.1'],
    ['events/1.11-app_terminated_event.json', '1.11'],
    ['events/1.11-instance_changed_event.json', '1.11'],
  ])('%s, as %s', async (name, version) => {
    const { simulator, events } = await simulated(version)
    const task = simulator.tasks('/web')[0]?.id ?? ''
    simulator.setHealth(task, false)
    simulator.killUnhealthy(task)
    simulator.settle()
    if (version === '1.11') simulator.remove('/web')
    simulator.settle()
    const real = document(name)
    const left = missing(real, events.get(real.eventType))
    // Its examples have no arguments: an empty list where the real one writes null.
    expect(left.filter(shape => !/args$/.test(shape.split(':')[0] ?? ''))).toEqual([])
  })

  test('events/sse-stream-1.11.txt, by the fields of its events', async () => {
    const { events } = await simulated('1.11')
    const lines = readFileSync(join(folder ?? '', 'events/sse-stream-1.11.txt'), 'utf8').split('\n')
    const real = lines.filter(line => line.startsWith('data: ')).map(line => JSON.parse(line.slice(6)))
    expect(real.length).toBeGreaterThan(1)
    for (const event of real) {
      if (event.eventType === 'status_update_event') expect(missing(event, events.get(event.eventType))).toEqual([])
    }
  })

  test('subscriptions', async () => {
    const simulator = await start({ version: '1.4' })
    const url = `${simulator.url}/v2/eventSubscriptions`
    const answer = await ask(`${url}?callbackUrl=http%3A%2F%2F127.0.0.1%3A1`, { method: 'POST' })
    expect(missing(document('marathon/gomarathon-event-subscribe-response.json'), JSON.parse(answer.text))).toEqual([])
    expect(missing(document('marathon/gomarathon-event-subscriptions.json'), await read(url))).toEqual([])
  })
})
