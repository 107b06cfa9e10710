import fc from 'fast-check'
import { expect, test } from 'vitest'
import { taskDocument } from '../../src/mapping/document.ts'
import { createQuickTaskReader } from '../../src/mapping/quick-task.ts'
import { mutationsOf } from '../rig/mutations.ts'
import { generations, ownFixture } from '../rig/own-fixtures.ts'

const tasks = generations.map(ownFixture).flatMap(({ tasks }) => tasks)

test('reads nothing else than the schema, whatever the tasks before', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...tasks).chain(mutationsOf), { minLength: 1, maxLength: 5 }), items => {
      const read = createQuickTaskReader()
      for (const item of items) {
        const quick = read(item)
        const { success, data } = taskDocument.safeParse(item)
        // A field that is missing may also be undefined.
        if (quick !== undefined) expect({ success, ...quick }).toEqual({ success: true, ...data })
      }
    }),
    { numRuns: 2000 },
  )
})

test('reads the tasks of every generation of Marathon', () => {
  const read = createQuickTaskReader()
  expect(tasks.filter(task => taskDocument.safeParse(task).success && read(task) === undefined)).toEqual([])
})

test('what two tasks have in common is there once', () => {
  const task = (appId: string) => ({
    ...{ appId, host: 'h', ports: [1], servicePorts: [80], version: 'v1', state: 'TASK_RUNNING' },
    healthCheckResults: [{ alive: true, consecutiveFailures: 0 }],
  })
  const read = createQuickTaskReader()
  const [one, other] = [read(task('/a')), read(task('/a'))]
  expect(other?.servicePorts).toBe(one?.servicePorts)
  expect(other?.healthCheckResults).toBe(one?.healthCheckResults)
  const ill = read({ ...task('/a'), servicePorts: [81], healthCheckResults: [{ alive: false, consecutiveFailures: 0 }] })
  expect([ill?.servicePorts, ill?.healthCheckResults?.[0]?.alive]).toEqual([[81], false])
})
