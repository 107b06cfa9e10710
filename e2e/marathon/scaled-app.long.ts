import { test } from 'vitest'
import { expectCheap, generations } from './rig/expect-cheap.ts'

test.each(generations)(
  '%s: one scaled app of 5,000 with 10 tasks each costs a few small requests and no full read',
  async version => {
    await expectCheap(version, 5000)
  },
)
