import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { setImmediate as turn } from 'node:timers/promises'
import { onTestFinished, vi } from 'vitest'

/** Time that only the test moves, while answers come over real connections. */
export interface FakeTime {
  /** Milliseconds since the start. */
  now(): number
  /** Let time pass; whatever is asked meanwhile is answered before it goes on. */
  pass(ms: number): Promise<void>
  /** Let time pass until something is so; resolves with how long that took. */
  until(what: string, isSo: () => boolean, mostMs: number): Promise<number>
  /** The most requests that were begun in any ten seconds, and all of them, since `forget`; those that nobody answered too. */
  requests(): { readonly most: number; readonly all: number }
  forget(): void
}

const STEP_MS = 100
// Bytes of a stream need some turns from one end of a connection to the other.
const TURNS = 4

/** Take the time over until the test ends; `tick` moves what has a clock of its own. Core and the plugin see it everywhere, the waits of `node:timers/promises` too. */
export function fakeTime(tick: (ms: number) => unknown = () => {}): FakeTime {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] })
  const promises: { setTimeout: unknown } = createRequire(import.meta.url)('node:timers/promises')
  const real = promises.setTimeout
  promises.setTimeout = fakeWait
  syncBuiltinESMExports()
  const startedAt = performance.now()
  const now = (): number => performance.now() - startedAt
  const waiting = new Set<unknown>()
  let begun: number[] = []
  const listeners = {
    'undici:request:create'(message: unknown) {
      begun.push(now())
      waiting.add(requestOf(message))
    },
    'undici:request:headers'(message: unknown) {
      const request = requestOf(message)
      // The body of a stream never ends.
      if (request.path.startsWith('/v2/events')) waiting.delete(request)
    },
    'undici:request:trailers': (message: unknown) => void waiting.delete(requestOf(message)),
    'undici:request:error': (message: unknown) => void waiting.delete(requestOf(message)),
  }
  for (const [name, listener] of Object.entries(listeners)) subscribe(name, listener)
  onTestFinished(() => {
    for (const [name, listener] of Object.entries(listeners)) unsubscribe(name, listener)
    promises.setTimeout = real
    syncBuiltinESMExports()
    vi.useRealTimers()
  })

  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < TURNS || waiting.size > 0; turns++) await turn()
  }
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= STEP_MS) {
      const step = Math.min(STEP_MS, left)
      await vi.advanceTimersByTimeAsync(step)
      await tick(step)
      await settle()
    }
  }
  return {
    now,
    pass,
    async until(what, isSo, mostMs) {
      const since = now()
      await settle()
      while (!isSo()) {
        if (now() - since > mostMs) throw new Error(`waited ${mostMs} ms for ${what}`)
        await pass(STEP_MS)
      }
      return now() - since
    },
    requests() {
      const most = begun.map((at, index) => begun.slice(index).filter(other => other < at + 10_000).length)
      return { most: Math.max(0, ...most), all: begun.length }
    },
    forget() {
      begun = []
    },
  }
}

function requestOf(message: unknown): { readonly path: string } {
  return (message as { readonly request: { readonly path: string } }).request
}

function fakeWait<T>(ms: number, value: T, { signal }: { readonly signal?: AbortSignal } = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', fail)
      resolve(value)
    }, ms)
    if (signal?.aborted === true) fail()
    else signal?.addEventListener('abort', fail, { once: true })
  })
}
