import { lookup } from 'node:dns'
import { EventEmitter } from 'node:events'
import { existsSync, readFileSync, watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { watchHandles } from '../../src/testing/conformance/watch-handles.ts'
import { watchIo } from '../../src/testing/conformance/watch-io.ts'
import { watchUncaught } from '../../src/testing/conformance/watch-uncaught.ts'

const file = import.meta.filename

describe('I/O that is seen', () => {
  test.each<[what: string, run: () => unknown]>([
    ['readFileSync', () => readFileSync(file)],
    ['existsSync', () => existsSync(file)],
    ['a file', () => readFile(file)],
    ['a timer', () => clearTimeout(setTimeout(() => {}, 1))],
    ['a timer', () => void wait(1)],
    ['a socket', () => connect({ port: 1, host: '127.0.0.1' }).on('error', () => {})],
    ['a name look-up', () => lookup('localhost', () => {})],
    ['process.env.ACME_TOKEN', () => process.env['ACME_TOKEN']],
    ['process.env', () => Object.keys(process.env)],
    ['readFileSync', () => void Promise.resolve().then(() => readFileSync(file))],
  ])('%s', async (what, run) => {
    expect(await watchIo(inside => inside(run))).toContain(what)
  })

  test('not what others do meanwhile, and not what any program reads', async () => {
    const seen = await watchIo(inside => {
      readFileSync(file)
      clearTimeout(setTimeout(() => {}, 1))
      inside(() => [process.env['PATH'], new EventEmitter(), Promise.resolve(), new AbortController()])
    })
    expect(seen).toEqual([])
  })

  test('everything is as before afterwards', async () => {
    const before = [process.env, readFileSync, existsSync]
    await watchIo(() => {})
    expect([process.env, readFileSync, existsSync]).toEqual(before)
  })
})

describe('what is left open', () => {
  test.each<[what: RegExp, open: () => () => unknown]>([
    [
      /^a timer of .*watches\.test\.ts/,
      () =>
        closing(
          setInterval(() => {}, 60_000),
          clearInterval,
        ),
    ],
    [/^a server of/, () => closing(createServer().listen(0), server => server.close())],
    [/^a file watcher of/, () => closing(watch(file), watcher => watcher.close())],
    [
      /^a listener for SIGUSR2/,
      () =>
        closing(
          () => {},
          listener => process.off('SIGUSR2', listener),
          listener => process.on('SIGUSR2', listener),
        ),
    ],
  ])('%s', async (what, open) => {
    const leaking = watchHandles()
    onTestFinished(leaking.run(open) as () => void)
    expect(await leaking.left(50)).toEqual([expect.stringMatching(what)])

    const tidy = watchHandles()
    await tidy.run(async () => open()())
    expect(await tidy.left(5000)).toEqual([])
  })

  test('not the timer of AbortSignal.timeout, which nobody can end', async () => {
    const handles = watchHandles()
    const signal = handles.run(() => AbortSignal.timeout(60_000))
    expect([await handles.left(50), signal.aborted]).toEqual([[], false])
  })
})

test('an error that nobody caught is heard by the watch alone', async () => {
  const others = process.listeners('unhandledRejection')
  expect(await watchUncaught(async () => void Promise.reject(new Error('lost')))).toEqual(['lost'])
  expect(process.listeners('unhandledRejection')).toEqual(others)
})

/** How to close what is opened now. */
function closing<T>(thing: T, close: (thing: T) => unknown, open: (thing: T) => unknown = () => {}): () => unknown {
  open(thing)
  return () => close(thing)
}
