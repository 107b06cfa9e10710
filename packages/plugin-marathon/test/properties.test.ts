import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readApps, readPods, readTasks } from '../src/mapping/read-documents.ts'
import { toServices } from '../src/mapping/to-services.ts'
import { decide } from '../src/read/decide.ts'
import { type Everything, readEverything } from '../src/read/read-everything.ts'
import { readEvent } from '../src/watch/read-event.ts'
import { defaults } from './rig/defaults.ts'
import { mutationsOf, oddValue as odd } from './rig/mutations.ts'
import { type Generation, generations, ownFixture } from './rig/own-fixtures.ts'

const fixtures = generations.map(ownFixture)
const anyFixture = fc.constantFrom(...fixtures)

const everything = (apps: readonly unknown[], tasks: readonly unknown[]): Everything => ({
  apps: readApps(apps),
  tasks: readTasks(tasks),
  pods: readPods([]),
})
const decisionOf = (read: Everything, known: readonly string[]) =>
  decide(read, toServices(read.apps.items, read.tasks.items, defaults), known)
const idsOf = ({ apps }: Generation): readonly string[] => (apps as readonly { readonly id: string }[]).map(({ id }) => id)
const bytesOf = (apps: readonly unknown[], tasks: readonly unknown[]): string => {
  const { set } = decisionOf(everything(apps, tasks), [])
  return JSON.stringify([...set].sort(([a], [b]) => (a < b ? -1 : 1)))
}

const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length })

test('any order of apps and tasks gives the same bytes', () => {
  const orders = anyFixture.chain(fixture => fc.tuple(fc.constant(fixture), shuffled(fixture.apps), shuffled(fixture.tasks)))
  fc.assert(
    fc.property(orders, ([fixture, apps, tasks]) => {
      expect(bytesOf(apps, tasks)).toBe(bytesOf(fixture.apps, fixture.tasks))
    }),
    { numRuns: 300 },
  )
})

test('any order of many tasks with any hosts and ports gives the same bytes', () => {
  const app = {
    id: '/a',
    networks: [{ mode: 'container/bridge' }],
    container: { portMappings: [{ containerPort: 80 }, { containerPort: 81 }] },
  }
  const port = fc.integer({ min: 1, max: 5 })
  const task = fc.record({
    id: fc.string({ maxLength: 3 }),
    appId: fc.constant('/a'),
    host: fc.constantFrom('a', 'b', 'B', '10.0.0.9', '10.0.0.10'),
    ports: fc.array(port, { maxLength: 3 }),
    servicePorts: fc.array(port, { maxLength: 3 }),
    state: fc.constantFrom('TASK_RUNNING', 'TASK_KILLING'),
  })
  const orders = fc.array(task, { maxLength: 12 }).chain(tasks => fc.tuple(fc.constant(tasks), shuffled(tasks)))
  fc.assert(
    fc.property(orders, ([tasks, other]) => {
      expect(bytesOf([app], other)).toBe(bytesOf([app], tasks))
    }),
    { numRuns: 500 },
  )
})

const mutated = anyFixture.chain(fixture =>
  mutationsOf({ apps: fixture.apps, tasks: fixture.tasks }).map(document => ({ fixture, document })),
)

test('any change of a document is refused as a whole, or loses at most what it changed; it never empties anything', async () => {
  await fc.assert(
    fc.asyncProperty(mutated, async ({ fixture, document }) => {
      const answer = (name: string) => {
        const isDocument = typeof document === 'object' && document !== null && !Array.isArray(document)
        const list = isDocument ? (document as Record<string, unknown>)[name] : document
        return { where: 'http://m', leader: undefined, body: isDocument ? { [name]: list } : document }
      }
      const get = async (path: string) => answer(path === '/v2/apps' ? 'apps' : 'tasks')
      const read = await readEverything(get, { embed: false, pods: false }).catch((error: Error) => error)
      if (read instanceof Error) {
        expect(read.name).toBe('ProxymError')
        return
      }
      const { set, keep } = decisionOf(read, idsOf(fixture))
      const living = [...set].filter(([, services]) => services.length > 0).length + keep.size
      const { apps, tasks } = document as { readonly apps: readonly unknown[]; readonly tasks: readonly unknown[] }
      // A list that really is empty is an answer, and core's guard looks after that.
      if (apps.length > 0 && tasks.length > 0) expect(living).toBeGreaterThan(0)
      expect(JSON.parse(JSON.stringify([...set]))).toBeDefined()
    }),
    { numRuns: 3_000 },
  )
})

test('any text is an event or none', () => {
  const eventType = fc.constantFrom(
    'status_update_event',
    'deployment_info',
    'deployment_success',
    'group_change_success',
    'api_post_event',
    'pod_updated_event',
  )
  const event = fc.record(
    { eventType, appId: odd, plan: odd, currentStep: odd, appDefinition: odd, uri: odd, id: odd, groupId: odd },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(
      fc.oneof(
        event.map(value => JSON.stringify(value)),
        fc.string(),
        fc.json(),
      ),
      text => {
        const read = readEvent(text)
        for (const app of read?.apps ?? []) expect(app).toMatch(/^\/[A-Za-z0-9._/-]+$/)
      },
    ),
    { numRuns: 2_000 },
  )
})
