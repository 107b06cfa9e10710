import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTestProxym, type TestProxym } from '@proxym/core/testing'
import marathon from '@proxym/plugin-marathon'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { mutationsOf } from '../../packages/plugin-marathon/test/rig/mutations.ts'
import { generations, ownFixture } from '../../packages/plugin-marathon/test/rig/own-fixtures.ts'
import { type ScriptedMarathon, scriptedMarathon } from '../../packages/plugin-marathon/test/rig/scripted-marathon.ts'

const RUNS = 3000
// More than there are changes in a document.
const MANY = 3

interface Document {
  readonly apps: readonly { readonly id: string }[]
  readonly tasks: readonly unknown[]
}

// Documents of real servers, which are not part of the repository: every list of apps, with tasks made for it where it brings none.
const folder = process.env['PROXYM_FIXTURES']
const real = folder !== undefined && existsSync(join(folder, 'marathon')) ? readdirSync(join(folder, 'marathon')) : []
const realDocuments = real.flatMap((name): readonly (readonly [string, Document])[] => {
  const { apps, tasks } = name.endsWith('.json') ? JSON.parse(readFileSync(join(folder ?? '', 'marathon', name), 'utf8')) : {}
  if (!Array.isArray(apps) || apps.length === 0) return []
  const made = apps.map(({ id }) => ({
    id: `t${id}`,
    appId: id,
    host: 'a1',
    ports: [31_000, 31_001, 31_002],
    servicePorts: [1, 2, 3],
  }))
  return [[name, { apps, tasks: Array.isArray(tasks) && tasks.length > 0 ? tasks : made }]]
})
const documents: readonly (readonly [string, Document])[] = [
  ...generations.map(version => [version, ownFixture(version) as unknown as Document] as const),
  ...realDocuments,
]

if (realDocuments.length === 0)
  process.stderr.write('\nPROXYM_FIXTURES is not set: documents of real Marathon servers are NOT mutated.\n\n')

describe.each(documents)('%s', (_, document) => {
  test.each([false, true])(
    'any change never crashes anything and never empties a good configuration (embed: %s)',
    async embed => {
      const server = await scriptedMarathon({ ...document, hasStream: false })
      const { proxym, good } = await readOnce(server, embed)
      const check = async (mutated: unknown): Promise<void> => {
        answerWith(server, mutated, embed)
        expect((await proxym.refresh()).services.length).toBeGreaterThan(0)
        // Not only by the guard: no change of two places takes all of many apps away, unless a list is really empty.
        if (document.apps.length >= MANY && !isEmptied(mutated, embed)) expect(reported(proxym)).toBeGreaterThan(0)
        // The next good answer is good again.
        answerWith(server, document, embed)
        expect((await proxym.refresh()).services).toEqual(good)
      }
      await fc.assert(fc.asyncProperty(mutationsOf({ apps: document.apps, tasks: document.tasks }), check), {
        numRuns: Math.ceil(RUNS / documents.length / 2),
        examples: [[{ ...document, tasks: [null] }], [{ ...document, tasks: [{}] }], [{ ...document, tasks: [] }]],
        // What failed leaves its answer behind: what is tried after it says nothing.
        endOnFailure: true,
      })
      expect(proxym.log.filter(({ level }) => level === 'error')).toEqual([])
    },
  )
})

function reported(proxym: TestProxym): number | undefined {
  const { sources } = proxym.proxym.status() as { readonly sources: Readonly<Record<string, { readonly services: number }>> }
  return sources['marathon/apps']?.services
}

/** Whether the answer says in good form that nothing runs. */
function isEmptied(mutated: unknown, embed: boolean): boolean {
  const { apps, tasks } = (mutated ?? {}) as Partial<Document>
  if ([apps, tasks].some(list => Array.isArray(list) && list.length === 0)) return true
  // A task that names none of the apps is embedded in none of them.
  return embed && Array.isArray(apps) && Array.isArray(tasks) && !tasks.some(task => apps.some(app => owns(app, task)))
}

function owns(app: unknown, task: unknown): boolean {
  const { id } = (app ?? {}) as { readonly id?: unknown }
  return id !== undefined && id === ((task ?? {}) as { readonly appId?: unknown }).appId
}

async function readOnce(server: ScriptedMarathon, embed: boolean) {
  const options = { patienceMs: 60_000, timeoutMs: 60_000, resyncMs: 3_600_000, debounceMs: 0 }
  const proxym: TestProxym = createTestProxym(marathon({ servers: [server.url], embed, events: 'poll' }), options)
  onTestFinished(() => proxym.stop())
  const { services } = await proxym.refresh()
  expect(services.length).toBeGreaterThan(0)
  return { proxym, good: services }
}

/** Answer with this document, whatever it has become. */
function answerWith(server: ScriptedMarathon, document: unknown, embed: boolean): void {
  const fields = typeof document === 'object' && document !== null ? (document as Partial<Document>) : undefined
  server.script = ({ path }, response) => {
    const part = !path.startsWith('/v2/apps') ? { tasks: fields?.tasks } : { apps: embed ? withTasks(fields) : fields?.apps }
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(fields === undefined || path.includes('/versions/') ? (document ?? null) : part))
    return true
  }
}

/** The apps with their tasks in them, as far as there are any. */
function withTasks(fields: Partial<Document> | undefined): unknown {
  const { apps, tasks } = fields ?? {}
  if (!Array.isArray(apps)) return apps
  return apps.map(app => {
    if (typeof app !== 'object' || app === null) return app
    return { ...app, tasks: Array.isArray(tasks) ? tasks.filter(task => owns(app, task)) : tasks }
  })
}
