// Loaded into the `proxym` command with `--import`: measures the event loop and the memory of the process, and tells when asked.
import { monitorEventLoopDelay } from 'node:perf_hooks'

const TICK_MS = 5

/** What the probe has measured since it was last asked. */
export interface Measured {
  /** Bytes in use after a forced collection, buffers too. */
  readonly heapBytes: number
  readonly rssBytes: number
  /** Delays of the event loop, milliseconds. On a busy machine they hold the time that others had the processor. */
  readonly p99Ms: number
  readonly maxMs: number
  /** The most processor time that the process used without looking at its timers, milliseconds: its longest block, whoever else runs. */
  readonly busyMs: number
}

const delays = monitorEventLoopDelay({ resolution: 1 })
delays.enable()
let usedAt = used()
let busyMs = 0
setInterval(() => {
  const now = used()
  busyMs = Math.max(busyMs, now - usedAt)
  usedAt = now
}, TICK_MS).unref()

function used(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

process.on('message', () => {
  const figures = { p99Ms: delays.percentile(99) / 1e6, maxMs: delays.max / 1e6, busyMs }
  for (let time = 0; time < 3; time++) globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  process.send?.({ ...figures, heapBytes: heapUsed + external, rssBytes: rss } satisfies Measured)
  delays.reset()
  busyMs = 0
  usedAt = used()
})
process.channel?.unref()
