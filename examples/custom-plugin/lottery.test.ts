import { createTestProxym } from '@proxym/core/testing'
import { expect, test } from 'vitest'
import lottery from './lottery.ts'

test('reports the winner under the label of the plugin', async () => {
  const proxym = createTestProxym(lottery())
  const { services, held } = await proxym.refresh()
  expect(held).toEqual([])
  expect(services).toMatchObject([{ id: 'winner', source: 'Lottery', hosts: [{ ip: '127.0.0.1' }] }])
  await proxym.stop()
})
