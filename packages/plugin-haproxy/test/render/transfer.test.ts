import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createListReceiver, createListSender } from '../../src/render/transfer.ts'

const objects = Array.from({ length: 6 }, (_, index) => ({ index: index % 4 }))
const item = fc.oneof(fc.constantFrom(...objects), fc.constantFrom('a\n', 'b\n', 'c\n'))

test('the other side has exactly the list that was told last, in its order, whatever came before', () => {
  fc.assert(
    fc.property(fc.array(fc.array(item, { maxLength: 8 }), { maxLength: 8 }), lists => {
      const [tell, hear] = [createListSender<unknown>(), createListReceiver<unknown>()]
      for (const list of lists) {
        const heard = hear(tell(list))
        expect(heard.length).toBe(list.length)
        for (const [index, each] of list.entries()) expect(heard[index]).toBe(each)
      }
    }),
  )
})

test('tells of an item that is still there nothing but its place', () => {
  const tell = createListSender<unknown>()
  expect(tell(objects.slice(0, 3)).put).toHaveLength(3)
  expect(tell([objects[2], objects[0]])).toEqual({ put: [], drop: [2], order: Int32Array.of(3, 1) })
  expect(tell([objects[0], objects[5], objects[0]])).toEqual({ put: [[4, objects[5]]], drop: [3], order: Int32Array.of(1, 4, 1) })
})

test('forgets what is gone', () => {
  const tell = createListSender<unknown>()
  tell(objects.slice(0, 3))
  tell([])
  expect(tell(objects.slice(0, 1)).put).toHaveLength(1)
})
