import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeSnapshot, createSnapshot } from '../../src/cycle/snapshot.ts'
import type { Service } from '../../src/service.ts'

const pool = ['a', 'B', 'b', 'ä', 'a.b', 'a/b'].flatMap(id =>
  [1, 2].map(port => Object.freeze({ id, port }) as unknown as Service),
)
const changes = fc.array(
  fc
    .tuple(fc.constantFrom(...pool), fc.boolean())
    .map(([service, isThere]) => [service.id, isThere ? service : undefined] as const),
  { maxLength: 6 },
)

test('change after change gives what a snapshot of all services is', () => {
  fc.assert(
    fc.property(fc.array(changes, { maxLength: 6 }), steps => {
      const services = new Map<string, Service>()
      let snapshot = createSnapshot([])
      for (const step of steps) {
        for (const [id, service] of step) {
          if (service === undefined) services.delete(id)
          else services.set(id, service)
        }
        const next = changeSnapshot(snapshot, new Map(step))
        expect(next).toEqual(createSnapshot(services.values()))
        for (const [index, service] of next.services.entries())
          expect(service).toBe(createSnapshot(services.values()).services[index])
        expect(Object.isFrozen(next.services)).toBe(true)
        snapshot = next
      }
    }),
  )
})

test('nothing changed is the very same snapshot', () => {
  const snapshot = createSnapshot(pool.slice(0, 1))
  expect(
    changeSnapshot(
      snapshot,
      new Map([
        ['a', pool[0]],
        ['z', undefined],
      ]),
    ),
  ).toBe(snapshot)
  expect(changeSnapshot(snapshot, new Map([['a', pool[1]]]))).not.toBe(snapshot)
  expect(changeSnapshot(snapshot, new Map([['a', undefined]])).services).toEqual([])
})
