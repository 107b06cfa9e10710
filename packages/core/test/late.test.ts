import { expect, test } from 'vitest'
import { late } from '../src/late.ts'

test('is loaded once for all who ask, and again after a failure', async () => {
  let calls = 0
  const get = late(async () => {
    if (++calls === 1) throw new Error('EMFILE')
    return calls
  })
  expect(await Promise.allSettled([get(), get()])).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }])
  expect(await Promise.all([get(), get()])).toEqual([2, 2])
  expect(await get()).toBe(2)
})
