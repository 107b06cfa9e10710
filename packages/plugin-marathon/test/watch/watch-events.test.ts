import { PassThrough } from 'node:stream'
import { ProxymError } from '@proxym/core'
import { expect, onTestFinished, test } from 'vitest'
import { createClient } from '../../src/http/client.ts'
import { serverProblem } from '../../src/http/errors.ts'
import type { Server } from '../../src/options/server.ts'
import { options } from '../../src/options.ts'
import { streamProblem } from '../../src/watch/errors.ts'
import { createEventRules } from '../../src/watch/event-rules.ts'
import { createFirstStream } from '../../src/watch/first-stream.ts'
import { watchEvents } from '../../src/watch/watch-events.ts'
import { defaults } from '../rig/defaults.ts'

const attached = 'event: event_stream_attached\ndata: {"eventType":"event_stream_attached"}\n\n'

interface Run {
  /** What becomes of the nth attempt: a stream that lives that long, or an error. */
  readonly attempt: (n: number, server: Server) => number | Error
  readonly attempts: number
  readonly servers?: readonly string[]
}

/** Watch with a clock that only moves while something waits, until so many streams were opened. */
async function watched({ attempt, attempts, servers = ['m1:8080', 'm2:8080', 'm3:8080'] }: Run) {
  const stop = new AbortController()
  const client = createClient({ ...defaults, servers: options.parse({ servers }).servers })
  onTestFinished(() => client.close())
  const seen: { at: number; server: string }[] = []
  const reasons: string[] = []
  const warnings: string[] = []
  let clock = 0
  const never = (signal: AbortSignal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  const first = createFirstStream()
  // Something was read before.
  await first.pass(stop.signal)
  await watchEvents({
    client,
    first,
    options: { events: 'auto', idleTimeoutMs: 45_000, pollIntervalMs: 77_777 },
    refresh: reason => reasons.push(reason),
    rules: createEventRules({ refresh: () => {}, pods: false }),
    subscription: undefined,
    listen: '127.0.0.1:5678',
    logger: { info: () => {}, debug: () => {}, warn: text => void warnings.push(text) },
    signal: stop.signal,
    // The poll is another wait; here only the back-off moves the clock.
    wait: async (ms, signal) => {
      if (ms === 77_777) return never(signal)
      clock += ms
      return undefined
    },
    now: () => clock,
    random: () => 1,
    async open(_, server) {
      seen.push({ at: clock, server: server.url })
      if (seen.length > attempts) stop.abort()
      stop.signal.throwIfAborted()
      const livesMs = attempt(seen.length, server)
      if (livesMs instanceof Error) throw livesMs
      const body = new PassThrough()
      body.write(attached)
      setImmediate(() => {
        clock += livesMs
        body.end()
      })
      return body
    },
  })
  return { seen, reasons, warnings, gaps: seen.slice(1).map(({ at }, index) => at - (seen[index]?.at ?? 0)) }
}

test('a stream that is closed at once a hundred times makes no tight loop', async () => {
  const { gaps, reasons, seen } = await watched({ attempt: () => 0, attempts: 100 })
  expect(gaps.slice(0, 8)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  expect(gaps.slice(8).every(gap => gap === 30_000)).toBe(true)
  // Each of them stood for a moment: everything was read as often, and not more.
  expect(reasons.filter(reason => reason.includes('attached'))).toHaveLength(100)
  expect(seen.slice(0, 4).map(({ server }) => server)).toEqual([
    'http://m1:8080',
    'http://m2:8080',
    'http://m3:8080',
    'http://m1:8080',
  ])
})

test('only thirty seconds of health reset the back-off', async () => {
  const lives = [0, 0, 0, 29_999, 0, 30_000, 0]
  const { gaps } = await watched({ attempt: n => lives[n - 1] ?? 0, attempts: 7 })
  expect(gaps.map((gap, index) => gap - (lives[index] ?? 0))).toEqual([500, 1000, 2000, 4000, 8000, 500, 1000])
})

test('what is wrong with a server is said once', async () => {
  const down = new ProxymError(serverProblem.refused('http://m', 401))
  const { warnings, reasons } = await watched({ attempt: () => down, attempts: 50 })
  expect(warnings).toHaveLength(3)
  expect(reasons).toEqual([])
})

test('when no server has a stream, callbacks are tried, and then the streams again', async () => {
  const none = new ProxymError(streamProblem.none('http://m', 404))
  const { warnings, seen } = await watched({ attempt: () => none, attempts: 6 })
  expect(seen).toHaveLength(7)
  expect(warnings.join('\n')).toContain('Marathon cannot call back to `127.0.0.1:5678`')
})
