import { expect, onTestFinished, test } from 'vitest'
import type { PluginContext } from '../../src/plugin.ts'
import { nodeStateIo } from '../../src/state/state-io.ts'
import { createTestProxym } from '../../src/testing.ts'
import { processesIn } from './state-rig.ts'
import { tempFolder } from './temp-folder.ts'

/** A plugin that hands out its state. */
function keeper() {
  let state: PluginContext['state'] | undefined
  const plugin = { name: 'keeper', apply: (proxym: PluginContext) => void (state = proxym.state) }
  return { plugin, state: () => state as PluginContext['state'] }
}

test('what a plugin has saved is there when the process is killed in the next moment', async () => {
  const processes = processesIn(await tempFolder())
  const [first, second] = [keeper(), keeper()]
  const { proxym } = await processes.start([first.plugin])
  onTestFinished(() => proxym.stop())
  first.state().set('a', { n: 1 }, { lasting: true })
  await first.state().save()
  const next = await processes.start([second.plugin])
  onTestFinished(() => next.proxym.stop())
  expect(second.state().get('a')).toEqual({ n: 1 })
})

test('a save that fails says so, also to the second of two who wait, and a later one makes up for it', async () => {
  let full = true
  const io = {
    ...nodeStateIo,
    create: (path: string) => (full ? Promise.reject(new Error('ENOSPC: no space left')) : nodeStateIo.create(path)),
  }
  const processes = processesIn(await tempFolder(), io)
  const one = keeper()
  const { proxym } = await processes.start([one.plugin])
  onTestFinished(() => proxym.stop())
  one.state().set('a', 1, { lasting: true })
  const saves = await Promise.allSettled([one.state().save(), one.state().save()])
  expect(saves).toMatchObject([1, 2].map(() => ({ status: 'rejected', reason: { message: expect.stringContaining('ENOSPC') } })))
  full = false
  await one.state().save()
  expect([...((await processes.read()).handover.kept.get('keeper')?.values ?? [])]).toMatchObject([['a', { value: 1 }]])
})

test('without a state folder a save has nothing to wait for', async () => {
  const one = keeper()
  const proxym = createTestProxym([one.plugin])
  onTestFinished(() => proxym.stop())
  one.state().set('a', 1, { lasting: true })
  await expect(one.state().save()).resolves.toBeUndefined()
})
