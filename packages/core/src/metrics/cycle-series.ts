import type { CycleObserver, CycleOutcome } from '../cycle/cycle-observer.ts'
import type { Metrics } from './metrics.ts'

const outcomes: readonly CycleOutcome[] = ['applied', 'unchanged', 'held', 'failed']

/** What is counted of cycles. */
export function createCycleSeries(metrics: Metrics): CycleObserver {
  const cycles = metrics.counter({
    name: 'proxym_cycles_total',
    help: 'Cycles by outcome: applied, unchanged, held, failed.',
    labels: ['outcome'],
  })
  const refreshCount = metrics.counter({
    name: 'proxym_refresh_count',
    help: 'Cycles by result, under the name of earlier versions: success (applied, unchanged) or error (held, failed).',
    labels: ['result'],
  })
  const duration = metrics.histogram({
    name: 'proxym_cycle_duration_seconds',
    help: 'Time of one cycle, from the first question to the snapshot.',
  })
  const live = metrics.histogram({
    name: 'proxym_change_to_live_seconds',
    help: 'Time from the first word of a change to the moment when every output has it.',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300],
  })
  const requested = metrics.counter({ name: 'proxym_refreshes_total', help: 'Refreshes that were asked for.' })
  const coalesced = metrics.counter({
    name: 'proxym_refreshes_coalesced_total',
    help: 'Refreshes that were covered by a cycle which was due already.',
  })
  // A rate needs a beginning: what has never happened is 0, not absent.
  for (const outcome of outcomes) cycles.inc({ outcome }, 0)
  for (const result of ['success', 'error']) refreshCount.inc({ result }, 0)
  return {
    requested(isCoalesced) {
      requested.inc()
      if (isCoalesced) coalesced.inc()
    },
    ended(outcome, ms) {
      cycles.inc({ outcome })
      refreshCount.inc({ result: outcome === 'applied' || outcome === 'unchanged' ? 'success' : 'error' })
      duration.observe(ms / 1000)
    },
    live: ms => live.observe(ms / 1000),
  }
}
