import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { podServices } from '../src/mapping/pod-services.ts'
import { readApps, readPods, readTasks } from '../src/mapping/read-documents.ts'
import { readEvent } from '../src/watch/read-event.ts'
import { mapApps } from './rig/map-apps.ts'

// Documents of real servers, which are not part of the repository.
const folder = process.env.PROXYM_FIXTURES
const names = (kind: string): readonly string[] =>
  folder !== undefined && existsSync(join(folder, kind))
    ? readdirSync(join(folder, kind)).filter(name => name.endsWith('.json'))
    : []
const read = (kind: string, name: string) => JSON.parse(readFileSync(join(folder ?? '', kind, name), 'utf8'))

if (folder === undefined) {
  process.stderr.write(
    '\nPROXYM_FIXTURES is not set: documents of real Marathon servers are NOT tested; those in test/fixtures are.\n\n',
  )
}

test('the folder of real documents is read when there is one', () => {
  expect(folder === undefined || names('marathon').length > 0).toBe(true)
})

describe.each(names('marathon'))('%s', name => {
  const document = read('marathon', name)
  const apps: readonly unknown[] = document.apps ?? (document.app === undefined ? [] : [document.app])
  const tasks: readonly unknown[] = document.tasks ?? []

  test('every app and every task can be read', () => {
    expect(readApps(apps)).toMatchObject({ malformed: new Map(), nameless: 0 })
    // Tasks that stand in a document about one app need not name it.
    const named = tasks.map(task => ({ appId: '/app', ...(task as object) }))
    expect(readTasks(named)).toMatchObject({ malformed: new Map(), nameless: 0 })
    expect(readTasks(named).items).toHaveLength(tasks.length)
  })

  test('every app with a task of its own has services', () => {
    for (const app of readApps(apps).items) {
      const count = Math.max(
        app.ports?.length ?? 0,
        app.portDefinitions?.length ?? 0,
        app.container?.docker?.portMappings?.length ?? 0,
      )
      const ports = Array.from({ length: count }, (_, index) => 31_000 + index)
      const { services } = mapApps(app, { id: 't', appId: app.id, host: 'a1', ports })
      if (count > 0) expect(services.length).toBeGreaterThan(0)
    }
  })

  test('pods can be read', () => {
    if (!Array.isArray(document)) return
    const { items, malformed, nameless } = readPods(document)
    if (name.includes('status')) expect([items.length, malformed.size, nameless]).toEqual([document.length, 0, 0])
    for (const pod of items) expect(Array.isArray(podServices(pod))).toBe(true)
  })
})

describe.each(names('events'))('%s', name => {
  const document = read('events', name)

  test('is an event, with the app that it names', () => {
    const event = readEvent(JSON.stringify(document))
    expect(event?.type).toBe(document.eventType)
    const id = document.appId ?? document.runSpecId ?? document.appDefinition?.id ?? document.plan?.steps?.[0]?.app
    if (event?.kind !== 'other' && id !== undefined) expect(event?.apps).toEqual([id])
  })
})
