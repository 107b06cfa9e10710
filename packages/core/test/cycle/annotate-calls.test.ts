import { expect, test, vi } from 'vitest'
import { createTestProxym } from '../../src/testing.ts'
import { plugin, steady, web } from './fake-plugins.ts'
import { scriptedAnnotator } from './scripted-annotator.ts'
import { useScripted } from './use-scripted.ts'

const { scripted } = useScripted(scriptedAnnotator)
const never = () => new Promise<never>(() => {})
const later = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
const broken = (): never => {
  throw new Error('boom')
}

test('is called once for each service, again for one that changed, and not by a resync', async () => {
  const { start, report, calls, pass, reads } = scripted()
  await start()
  await report(web('a'), web('b'))
  await pass(73_000)
  expect([calls, reads() >= 3]).toEqual([['a', 'b'], true])
  await report(web('b', { port: 81 }), web('c'), web('a'))
  expect(calls.slice(2).toSorted()).toEqual(['b', 'c'])
})

test('a service that went and came back is annotated again', async () => {
  const { start, report, calls, record } = scripted()
  await start()
  await report(web('b'))
  expect(record.ids()).toEqual(['b'])
  await report(web('a'), web('b'))
  expect([calls, record.ids()]).toEqual([
    ['a', 'b', 'a'],
    ['a', 'b'],
  ])
})

test('what fails is tried again with back-off, and not in each cycle', async () => {
  const { start, report, will, calls } = scripted()
  await start()
  calls.length = 0
  will(service => (service.id === 'a' ? broken() : undefined))
  for (let i = 1; i <= 33; i++) await report(web('a', { port: 81 }), web('b', { port: i }))
  // 33 cycles in 10 s; tried at once and after 0.5, 1, 2 and 4 s, each followed by up to a second of gathering.
  const tries = calls.filter(id => id === 'a').length
  expect([calls.length - tries >= 30, tries >= 4, tries <= 6]).toEqual([true, true, true])
})

test('a refresh with services annotates those again and reads no source', async () => {
  const { start, will, again, calls, reads, pass, seen } = scripted()
  await start()
  const before = reads()
  will(service => ({ ...service, proxyPath: '/again' }))
  again('edited', ['b', 'unknown'])
  await pass(300)
  expect([calls, reads(), seen('a')?.proxyPath, seen('b')?.proxyPath]).toEqual([['a', 'b', 'b'], before, '/noted', '/again'])
  again('nothing', [])
  await pass(2000)
  expect(calls).toHaveLength(3)
})

test('a refresh without services annotates all of them again and reads no source', async () => {
  const { start, again, calls, reads, pass, record } = scripted()
  await start()
  const before = reads()
  again('all')
  await pass(300)
  expect([calls, reads()]).toEqual([['a', 'b', 'a', 'b'], before])
  expect(record.snapshots).toHaveLength(1)
})

test('a refresh calls the annotators of its own plugin only, and those after it when it changed something', async () => {
  const calls: string[] = []
  const again: Record<string, () => void> = {}
  let path = '/one'
  const notes = (name: string, proxyPath: () => string) =>
    plugin(name, hooks => {
      hooks.notify.tap('watch', ({ refresh }) => {
        again[name] = () => refresh('edited')
      })
      hooks.annotate.tap('x', service => {
        calls.push(name)
        return { ...service, [name === 'first' ? 'proxyPath' : 'config']: proxyPath() }
      })
    })
  const proxym = createTestProxym([steady('s', web('a')), notes('first', () => path), notes('second', () => 'text')])
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  again['second']?.()
  await vi.advanceTimersByTimeAsync(1000)
  again['first']?.()
  await vi.advanceTimersByTimeAsync(1000)
  path = '/two'
  again['first']?.()
  await vi.advanceTimersByTimeAsync(1000)
  expect(calls).toEqual(['first', 'second', 'second', 'first', 'first', 'second'])
  await proxym.stop()
})

test('one that hangs delays the others by at most `patienceMs`; then what it last gave counts', async () => {
  const { start, report, will, seen, pass } = scripted()
  await start()
  will(service => (service.id === 'a' ? never() : { ...service, proxyPath: '/quick' }))
  await report(web('a', { port: 81 }), web('b', { port: 81 }))
  await pass(1000)
  expect([seen('a'), seen('b')]).toMatchObject([
    { port: 81, proxyPath: '/noted' },
    { port: 81, proxyPath: '/quick' },
  ])
  await report(web('a', { port: 81 }), web('b', { port: 82 }))
  await pass(1200)
  expect(seen('b')).toMatchObject({ port: 82, proxyPath: '/quick' })
})

test('an answer after `patienceMs` and before the deadline counts; one after the deadline does not', async () => {
  const { start, report, will, seen, pass, proxym } = scripted()
  let aborted = false
  await start()
  will(async service => {
    await later(3000)
    return { ...service, proxyPath: '/late' }
  })
  await report(web('a', { port: 81 }))
  await pass(2000)
  expect(seen('a')).toMatchObject({ port: 81, proxyPath: '/noted' })
  await pass(2000)
  expect(seen('a')).toMatchObject({ port: 81, proxyPath: '/late' })
  will(async (service, { signal }) => {
    signal.addEventListener('abort', () => {
      aborted = true
    })
    await later(5400)
    return { ...service, proxyPath: '/too-late' }
  })
  await report(web('a', { port: 82 }))
  await pass(5200)
  expect([seen('a'), aborted]).toMatchObject([{ port: 82, proxyPath: '/late' }, true])
  expect(
    proxym.proxym
      .problems()
      .map(problem => problem.message)
      .join(),
  ).toContain('did not finish within 5000 ms')
})

test('a service that changes while it is being annotated is annotated once more, after that', async () => {
  const { start, report, will, seen, pass } = scripted()
  await start()
  const events: string[] = []
  will(async service => {
    events.push(`start ${service.port}`)
    await later(3000)
    events.push(`end ${service.port}`)
    return { ...service, config: String(service.port) }
  })
  for (const port of [1, 2, 3]) await report(web('a', { port }))
  await pass(9000)
  expect([events, seen('a')?.config]).toEqual([['start 1', 'end 1', 'start 3', 'end 3'], '3'])
})

test('at most 32 calls are under way at a time, and never two for one service', async () => {
  const { start, report, will, record, pass } = scripted()
  await start()
  const busy = new Set<string>()
  let most = 0
  let twice = false
  will(async service => {
    twice ||= busy.has(service.id)
    busy.add(service.id)
    most = Math.max(most, busy.size)
    await later(400)
    busy.delete(service.id)
    return { ...service, config: String(service.port) }
  })
  const many = (port: number) => Array.from({ length: 100 }, (_, index) => web(`s${index}`, { port }))
  await report(...many(1))
  await report(...many(2))
  await pass(10_000)
  expect([most, twice]).toEqual([32, false])
  expect(new Set(record.snapshots.at(-1)?.services.map(service => service.config))).toEqual(new Set(['2']))
})
