import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers'
import timersPromises from 'node:timers/promises'
import type { TimerQueue } from './timer-queue.ts'

interface WaitOptions {
  readonly signal?: AbortSignal
}

const mark = Symbol.for('proxym.virtual-time')

/** Let the process take its time from the queue. Returns how to undo it; undefined when that is done already. */
export function patchTime(queue: TimerQueue): (() => void) | undefined {
  if (mark in globalThis.setTimeout) return undefined
  const undo: (() => void)[] = []
  const replace = <T extends object>(target: T, values: Readonly<Record<string, unknown>>): void => {
    for (const [key, value] of Object.entries(values)) {
      const before = Object.getOwnPropertyDescriptor(target, key)
      Object.defineProperty(target, key, { value, configurable: true, writable: true, enumerable: before?.enumerable ?? true })
      undo.push(() => (before === undefined ? Reflect.deleteProperty(target, key) : Object.defineProperty(target, key, before)))
    }
  }

  const later = (repeats: boolean) =>
    Object.assign(
      (fn: (...args: readonly unknown[]) => void, ms = 1, ...args: readonly unknown[]) =>
        queue.add(() => fn(...args), ms, repeats),
      { [mark]: true },
    )
  const timersNow = {
    setTimeout: later(false),
    clearTimeout: queue.remove,
    setInterval: later(true),
    clearInterval: queue.remove,
  }
  const wait = <T>(ms = 1, value?: T, { signal }: WaitOptions = {}): Promise<T | undefined> => waitFor(queue, ms, value, signal)

  replace(globalThis, { ...timersNow, Date: virtualDate(queue) })
  replace(timers, timersNow)
  replace(timersPromises, {
    setTimeout: wait,
    async *setInterval<T>(ms = 1, value?: T, { signal }: WaitOptions = {}) {
      for (;;) yield await waitFor(queue, ms, value, signal)
    },
    scheduler: { ...timersPromises.scheduler, wait: (ms: number, options?: WaitOptions) => wait(ms, undefined, options) },
  })
  const startedAt = performance.now()
  replace(performance, { now: () => startedAt + queue.elapsed() })
  replace(AbortSignal, {
    timeout(ms: number) {
      const controller = new AbortController()
      queue.add(() => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), ms, false)
      return controller.signal
    },
  })
  syncBuiltinESMExports()
  return () => {
    for (const step of undo.splice(0).reverse()) step()
    syncBuiltinESMExports()
  }
}

function waitFor<T>(queue: TimerQueue, ms: number, value: T, signal: AbortSignal | undefined): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const abort = (): void => {
    queue.remove(timer)
    reject(
      Object.assign(new Error('The operation was aborted', { cause: signal?.reason }), { name: 'AbortError', code: 'ABORT_ERR' }),
    )
  }
  const timer = queue.add(
    () => {
      signal?.removeEventListener('abort', abort)
      resolve(value)
    },
    ms,
    false,
  )
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort, { once: true })
  return promise
}

function virtualDate(queue: TimerQueue): DateConstructor {
  return new Proxy(Date, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [queue.now()] : args, newTarget),
    apply: target => new target(queue.now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? () => queue.now() : Reflect.get(target, key, receiver)),
  })
}
