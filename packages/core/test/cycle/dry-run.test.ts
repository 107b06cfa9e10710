import { expect, test } from 'vitest'
import type { GenerateCall, Snapshot } from '../../src/hooks/contract.ts'
import { createTestProxym } from '../../src/testing.ts'
import { plugin, recorder, steady, web } from './fake-plugins.ts'

/** A generator that honours dry runs and remembers its calls. */
function honest(name: string, act: (snapshot: Snapshot, call: GenerateCall) => void = () => {}) {
  const calls: GenerateCall[] = []
  const made = plugin(name, hooks =>
    hooks.generateConfig.tap({ name: 'write', dryRun: true }, (snapshot, call) => {
      calls.push(call)
      act(snapshot, call)
      return call.dryRun ? [{ target: name, before: '', after: snapshot.services.map(service => service.id).join() }] : undefined
    }),
  )
  return { plugin: made, calls }
}

test('only generators that declare it are called, in order; the others are named', async () => {
  const [one, two] = [honest('one'), honest('two')]
  const silent = recorder('silent')
  const proxym = createTestProxym([steady('s', web('a')), one.plugin, silent.plugin, two.plugin])
  expect(await proxym.diff()).toEqual([
    { target: 'one', before: '', after: 'a' },
    { target: 'two', before: '', after: 'a' },
  ])
  expect((await proxym.proxym.dryRun({ preview: true })).silent).toEqual(['silent/record'])
  expect(silent.calls).toEqual([])
  await proxym.stop()
})

test('`previous` is undefined, also after something was applied', async () => {
  const { plugin: made, calls } = honest('one')
  const proxym = createTestProxym([steady('s', web('a')), made])
  await proxym.refresh()
  await proxym.diff()
  await proxym.refresh()
  expect(calls.map(({ dryRun, previous }) => [dryRun, previous === undefined])).toEqual([
    [false, true],
    [true, true],
    [false, false],
  ])
  await proxym.stop()
})

test('one that fails shows its problem and hides nothing of the others', async () => {
  const failing = honest('failing', () => {
    throw new Error('no such template')
  })
  const proxym = createTestProxym([steady('s', web('a')), failing.plugin, honest('fine').plugin])
  expect((await proxym.proxym.dryRun({ preview: true })).previews).toMatchObject([
    { generator: 'failing/write', previews: [], problems: [{ message: 'no such template' }] },
    { generator: 'fine/write', previews: [{ target: 'fine' }], problems: [] },
  ])
  await proxym.stop()
})

test('no generator is called without `preview`, nor while the outcome is held', async () => {
  const { plugin: made, calls } = honest('one')
  const held = createTestProxym([
    plugin('s', hooks => hooks.generateServices.tap('x', () => Promise.reject(new Error('down')))),
    made,
  ])
  expect((await held.proxym.dryRun({ preview: true })).held).toMatchObject([{ code: 'PROXYM_HELD_SOURCE' }])
  const fine = createTestProxym([steady('s', web('a')), made])
  expect((await fine.proxym.dryRun({ preview: false })).snapshot?.services).toHaveLength(1)
  expect(calls).toEqual([])
  await Promise.all([held.stop(), fine.stop()])
})
