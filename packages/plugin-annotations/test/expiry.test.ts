import { expect, it, vi } from 'vitest'
import { createAnnotations } from '../src/create-annotations.ts'
import { createStateStore } from '../src/state-store.ts'
import { hosted } from './rig/hosted.ts'
import { memoryState } from './rig/memory-state.ts'

const { signal } = new AbortController()
const at = (time: number) => new Date(time).toISOString()

it('vanishes by itself when its time is over', async () => {
  const { ask, becomes, calls } = await hosted()
  await becomes('shop', 'shop.example.com')
  const before = calls()
  await ask('PUT', '/annotations/shop', { domains: ['sale.example.org'], expiresAt: at(Date.now() + 1500) })
  await becomes('shop', 'shop.example.com', 'sale.example.org')
  await becomes('shop', 'shop.example.com')
  expect([calls(), (await ask('GET', '/annotations')).body]).toEqual([before, []])
})

it('does not count from the moment on at which its time is over, whenever anybody notices', async () => {
  let now = 1000
  const changed = vi.fn()
  const store = createStateStore(memoryState(), () => {})
  const annotations = createAnnotations({ store, now: () => now, changed })
  await annotations.set('shop', { config: 'a', expiresAt: at(2000) }, signal)
  await annotations.set('pay', { config: 'b', expiresAt: at(3000) }, signal)
  expect(annotations.nextExpiry()).toBe(2000)
  now = 2000
  expect([annotations.get('shop'), annotations.list().map(([id]) => id)]).toEqual([undefined, ['pay']])
  await annotations.expire()
  expect(changed).toHaveBeenLastCalledWith(['shop'], 'expired')
  expect([...(await store.load(signal)).keys()]).toEqual(['pay'])
  // The clock is set back: what has gone stays gone.
  now = 1000
  expect([annotations.get('shop'), annotations.nextExpiry()]).toEqual([undefined, 3000])
})

it('takes effect only when it is kept; what cannot be kept leaves everything as it was', async () => {
  const state = memoryState()
  const changed = vi.fn()
  const annotations = createAnnotations({ store: createStateStore(state, () => {}), now: () => 0, changed })
  await annotations.set('shop', { config: 'a' }, signal)
  state.fail(new Error('disk full'))
  await expect(annotations.set('shop', { config: 'b' }, signal)).rejects.toThrow('disk full')
  await expect(annotations.remove('shop', signal)).rejects.toThrow('disk full')
  expect(annotations.get('shop')).toEqual({ config: 'a' })
  expect(state.get('annotations')).toEqual({ shop: { config: 'a' } })
  expect(changed).toHaveBeenCalledTimes(1)
})

it('ignores what it kept and cannot read any more, and says so; the rest counts', async () => {
  const state = memoryState()
  state.set('annotations', { shop: { config: 'a' }, odd: { config: 1 }, older: 'text' })
  const warn = vi.fn()
  const annotations = createAnnotations({ store: createStateStore(state, warn), now: () => 0, changed() {} })
  expect([...(await annotations.load(signal)).keys()]).toEqual(['shop'])
  expect(warn).toHaveBeenCalledWith(expect.objectContaining({ message: expect.stringContaining('`odd`, `older`') }))
})
