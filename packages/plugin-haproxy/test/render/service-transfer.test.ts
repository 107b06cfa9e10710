import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prepareService } from '../../src/data/index.ts'
import { createServiceReceiver, createServiceSender } from '../../src/render/service-transfer.ts'
import { service } from '../rig/service.ts'

const pool = Array.from(
  { length: 6 },
  (_, index) => prepareService(service({ id: `s${index % 4}`, port: index }), { syntax: 'none', configText: 'lint' }).service,
).flatMap(each => each ?? [])

test('the other side knows exactly the services that were told last, whatever came before', () => {
  fc.assert(
    fc.property(fc.array(fc.subarray(pool), { maxLength: 8 }), lists => {
      const [tell, hear] = [createServiceSender(), createServiceReceiver()]
      for (const list of lists) expect(new Set(hear(tell(list)))).toEqual(new Set(list))
    }),
  )
})

test('tells of an unchanged service nothing', () => {
  const tell = createServiceSender()
  expect(tell(pool.slice(0, 4)).put).toHaveLength(4)
  expect(tell(pool.slice(0, 4))).toEqual({ put: [], drop: [] })
  expect(tell([...pool.slice(1, 4), ...pool.slice(5)])).toEqual({ put: [[5, pool[5]]], drop: [1] })
})
