import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createListReceiver, createListSender } from '../../src/render/transfer.ts'

const objects = Array.from({ length: 6 }, (_, index) => ({ index: index % 4 }))
const item = fc.oneof(fc.constantFrom(...objects), fc.constantFrom('a\n', 'b\n', 'c\n'))

test('the other side has exactly the list that was told last, in its order, whatever came before', () => {
  fc.assert(
    fc.property(fc.array(fc.array(item, { maxLength: 8 }), { maxLength: 8 }), lists => {
      const [{ tell }, { hear }] = [createListSender<unknown>(), createListReceiver<unknown>()]
      for (const list of lists) {
        const heard = hear(tell(list))
        expect(heard.length).toBe(list.length)
        for (const [index, each] of list.entries()) expect(heard[index]).toBe(each)
      }
    }),
  )
})

test('tells of an item that is still there nothing but its place', () => {
  const { tell } = createListSender<unknown>()
  expect(tell(objects.slice(0, 3)).put).toHaveLength(3)
  expect(tell([objects[2], objects[0]])).toEqual({ put: [], drop: [2], ends: { first: 0, last: 0 }, order: Int32Array.of(3, 1) })
  expect(tell([objects[0], objects[5], objects[0]])).toEqual({
    put: [[4, objects[5]]],
    drop: [3],
    ends: { first: 0, last: 1 },
    order: Int32Array.of(1, 4),
  })
})

test('tells nothing of what stands where it stood', () => {
  const { tell } = createListSender<unknown>()
  const many = Array.from({ length: 1000 }, (_, index) => ({ index }))
  tell(many)
  expect(tell(many.with(500, objects[0] as { index: number }))).toEqual({
    put: [[1001, objects[0]]],
    drop: [501],
    ends: { first: 500, last: 499 },
    order: Int32Array.of(1001),
  })
  expect(tell(many.slice(0, 10))).toMatchObject({ put: [], ends: { first: 10, last: 0 }, order: new Int32Array() })
})

test('forgets what is gone', () => {
  const { tell } = createListSender<unknown>()
  tell(objects.slice(0, 3))
  tell([])
  expect(tell(objects.slice(0, 1)).put).toHaveLength(1)
})

test('what was told ahead is not told again, and forgotten on both sides when the list does not have it', () => {
  const [{ tell, ahead }, { hear, take }] = [createListSender<unknown>(), createListReceiver<unknown>()]
  take(ahead([objects[0], objects[1]]))
  take(ahead([objects[1], objects[2]]))
  const delta = tell([objects[3], objects[1]])
  expect(delta).toEqual({ put: [[4, objects[3]]], drop: [1, 3], ends: { first: 0, last: 0 }, order: Int32Array.of(4, 2) })
  expect(hear(delta)).toEqual([objects[3], objects[1]])
  expect(tell([objects[0]]).put).toHaveLength(1)
})

test('takes back what was told ahead of a list that does not come', () => {
  const { tell, ahead, retract } = createListSender<unknown>()
  tell([objects[0]])
  ahead([objects[0], objects[1]])
  expect(retract()).toEqual([2])
  expect(tell([objects[0], objects[1]])).toEqual({
    put: [[3, objects[1]]],
    drop: [],
    ends: { first: 1, last: 0 },
    order: Int32Array.of(3),
  })
  expect(retract()).toEqual([])
})

test('the other side has the list that was told last, whatever was told ahead or taken back', () => {
  const step = fc.record({
    early: fc.array(fc.array(item, { maxLength: 4 }), { maxLength: 3 }),
    list: fc.array(item, { maxLength: 8 }),
  })
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.boolean()), { maxLength: 8 }), steps => {
      const [from, to] = [createListSender<unknown>(), createListReceiver<unknown>()]
      for (const [{ early, list }, isTold] of steps) {
        for (const items of early) to.take(from.ahead(items))
        if (!isTold) to.drop(from.retract())
        else expect(to.hear(from.tell(list))).toEqual(list)
      }
    }),
  )
})
