import { test } from 'vitest'
import { expectCheap, generations } from './rig/expect-cheap.ts'

// 5,000 of them in the long tier.
test.each(generations)('%s: one scaled app of a hundred costs a few small requests and no full read', async version => {
  await expectCheap(version, 100)
})
