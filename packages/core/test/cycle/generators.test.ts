import { expect, test } from 'vitest'
import { scriptedGenerator } from './scripted-generator.ts'
import { useScripted } from './use-scripted.ts'

const { scripted } = useScripted(scriptedGenerator)
const broken = (): never => {
  throw new Error('disk full')
}

test('is called only when the snapshot differs, and gets what it last applied', async () => {
  const { start, report, calls, ports, portOf } = scripted()
  await start()
  await report(1)
  expect(calls).toHaveLength(1)
  await report(2)
  await report(2)
  expect([ports(), calls.map(call => portOf(call.previous))]).toEqual([
    [1, 2],
    [undefined, 1],
  ])
})

test('one call at a time; of the snapshots that come meanwhile only the newest waits', async () => {
  const { start, report, will, calls, ports, portOf, pass } = scripted()
  await start()
  const gate = Promise.withResolvers<void>()
  will(() => gate.promise)
  for (const port of [2, 3, 4, 5]) await report(port)
  expect(ports()).toEqual([1, 2])
  gate.resolve()
  await pass(10)
  expect([ports(), calls.map(call => portOf(call.previous))]).toEqual([
    [1, 2, 5],
    [undefined, 1, 2],
  ])
})

test('a cycle does not wait for generators, but a refresh that is waited for does', async () => {
  const { start, report, will, reads, proxym, pass } = scripted()
  await start()
  const gate = Promise.withResolvers<void>()
  will(() => gate.promise)
  await report(2)
  const before = reads()
  await report(3)
  expect(reads()).toBe(before + 1)
  let waited = false
  const refreshed = proxym.refresh().then(() => {
    waited = true
  })
  await pass(3000)
  expect(waited).toBe(false)
  gate.resolve()
  await pass(10)
  await refreshed
})

test('one that fails leaves the others untouched', async () => {
  const { start, report, will, record, portOf } = scripted()
  await start()
  for (const [index, fault] of [
    broken,
    () => Promise.reject(new Error('redis is down')),
    () => new Promise<void>(() => {}),
  ].entries()) {
    will(fault)
    await report(index + 2)
    expect(portOf(record.snapshots.at(-1))).toBe(index + 2)
  }
})

test('is tried again with back-off and the newest snapshot until it works; only success counts as applied', async () => {
  const { start, report, will, calls, ports, portOf, pass, proxym, state, messages } = scripted()
  await start()
  will(broken)
  await report(2)
  expect([messages(), state()]).toMatchObject([['target/write: disk full'], { state: 'failing', tries: 1 }])
  expect(proxym.proxym.ready()).toEqual({ ready: false, reasons: ['`target/write` is failing: disk full'] })
  await pass(10_000)
  // At 0, 0.5, 1.5, 3.5 and 7.5 s.
  expect(ports()).toEqual([1, 2, 2, 2, 2, 2])
  await report(3)
  expect(ports().at(-1)).toBe(3)
  will(() => {})
  await pass(31_000)
  expect([ports().at(-1), portOf(calls.at(-1)?.previous), messages()]).toEqual([3, 1, []])
  expect([state(), proxym.proxym.ready().ready]).toMatchObject([{ state: 'in sync', tries: 0 }, true])
  const tries = calls.length
  await report(3)
  expect(calls).toHaveLength(tries)
})

test('is called again by the refresh of its own plugin with the current snapshot, and no source is read', async () => {
  const { start, again, calls, record, reads, pass } = scripted()
  await start()
  const before = reads()
  again('template edited')
  await pass(300)
  expect([calls.length, record.calls.length, reads()]).toEqual([2, 1, before])
  expect(calls[1]?.snapshot).toBe(calls[0]?.snapshot)
})

test('is called again by each resync and each refresh of everything', async () => {
  const { start, calls, record, pass, proxym } = scripted()
  await start()
  const refreshed = proxym.refresh()
  await pass(1000)
  await refreshed
  expect([calls.length, record.calls.length]).toEqual([2, 2])
  await pass(72_000)
  expect([calls.length, record.calls.length]).toEqual([3, 3])
})

test('what a generator notes about its last call is in the status until it notes something else', async () => {
  const { start, report, will, calls, proxym } = scripted()
  const note = () => {
    const { generators } = proxym.proxym.status() as { generators: Readonly<Record<string, { readonly note: string | null }>> }
    return Object.values(generators)[0]?.note
  }
  await start()
  await report(1)
  expect(note()).toBeNull()
  will(() => calls.at(-1)?.note('by a reload'))
  await report(2)
  expect(note()).toBe('by a reload')
  await report(3)
  expect(note()).toBe('by a reload')
  will(() => calls.at(-1)?.note('x'.repeat(500)))
  await report(4)
  expect(note()).toHaveLength(200)
})
