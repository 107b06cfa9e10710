import type { Cycle } from '../cycle/cycle.ts'
import type { GeneratorStatus } from '../cycle/generator.ts'
import type { StandingProblem } from '../cycle/problem-board.ts'
import type { Source } from '../cycle/source.ts'
import type { Watcher } from '../cycle/watcher.ts'
import { createLandscape } from './landscape.ts'
import type { Gauge, Metrics } from './metrics.ts'

interface Observed {
  readonly cycle: Cycle
  readonly watchers: readonly Watcher[]
  readonly problems: () => readonly StandingProblem[]
}

const HELD = 'PROXYM_HELD_'
const reasons = ['source', 'annotate', 'no_source', 'empty']
const states: readonly GeneratorStatus['state'][] = ['waiting', 'running', 'overdue', 'failing', 'in sync']

/** What is true now, looked up whenever `/metrics` is asked: nothing has to be kept in step. */
export function addStateSeries(metrics: Metrics, { cycle, watchers, problems }: Observed): void {
  const { pipeline } = cycle
  const shares = createLandscape(cycle)
  const gauge = (name: string, help: string, labels: readonly string[], collect: (gauge: Gauge) => void): void =>
    void metrics.gauge({ name: `proxym_${name}`, help, labels, collect })
  const perSource = (name: string, help: string, value: (source: Source) => number | undefined): void =>
    gauge(name, help, ['source'], set => {
      for (const source of pipeline.sources.values()) {
        const now = value(source)
        if (now !== undefined) set.set(now, { source: source.tap.id })
      }
    })
  const count = (code: string, tap?: string): number =>
    problems().filter(problem => problem.code === code && (tap === undefined || problem.tap === tap)).length

  gauge('cycle_held', 'Whether nothing is written, by reason: 1 or 0.', ['reason'], set => {
    for (const reason of reasons) set.set(0, { reason })
    for (const { code } of cycle.last()?.held ?? []) set.set(1, { reason: code.replace(HELD, '').toLowerCase() })
  })
  perSource('services', 'Services in the snapshot.', ({ tap }) => shares().get(tap.id)?.services ?? 0)
  perSource('hosts', 'Hosts in the snapshot.', ({ tap }) => shares().get(tap.id)?.hosts ?? 0)
  perSource('services_rejected', 'Services left out because a field is not valid.', ({ tap }) =>
    count('PROXYM_SERVICE_INVALID', tap.id),
  )
  gauge('claims_lost', 'Ids, ports and domains that a service wants and another one has.', [], set =>
    set.set(count('PROXYM_CLAIM_ID') + count('PROXYM_CLAIM_LOST')),
  )
  gauge('services_quarantined', 'Services whose newest version an output refuses.', ['output'], set => {
    for (const { id } of cycle.generators.keys()) set.set(count('PROXYM_QUARANTINED', id), { output: id })
  })
  gauge('problems', 'What stands in /status as a problem.', ['tap', 'code'], set => {
    const counts = Map.groupBy(problems(), ({ tap, code }) => `${tap}\n${code}`)
    for (const [key, list] of counts) {
      const [tap = '', code = ''] = key.split('\n')
      set.set(list.length, { tap, code })
    }
  })
  perSource(
    'guard_withheld_services',
    'Services that a source no longer reports and the guard keeps.',
    ({ tap }) => pipeline.guard.withheld().find(removal => removal.tap === tap)?.ids.length ?? 0,
  )
  perSource('source_up', 'Whether the last full call of the source succeeded.', source =>
    Number(source.status().state === 'fresh'),
  )
  perSource('source_stale', 'Whether services from an earlier answer are used.', source =>
    Number(source.status().state === 'stale'),
  )
  perSource('source_stale_keys', 'Keys that could not be read and are owed.', source => source.status().staleKeys.length)
  perSource('source_last_success_timestamp_seconds', 'When the source last answered in full.', source =>
    seconds(source.status().answeredAt),
  )

  gauge('watcher_up', 'Whether the watcher watches.', ['watcher'], set => {
    for (const { tap, status } of watchers) {
      const { state } = status()
      set.set(Number(state === 'watching' || state === 'set up'), { watcher: tap.id })
    }
  })
  gauge('output_in_sync', 'Whether the output has the newest snapshot.', ['output'], set => {
    for (const { tap, status } of cycle.generators.values()) {
      // One that works is in sync until it has failed: an alert must not see each write.
      const { state, tries } = status()
      set.set(Number(state === 'in sync' || (state === 'running' && tries === 0)), { output: tap.id })
    }
  })
  gauge('output_state', 'The state of the output: 1 for the one that is.', ['output', 'state'], set => {
    for (const { tap, status } of cycle.generators.values())
      for (const state of states) set.set(Number(status().state === state), { output: tap.id, state: state.replace(' ', '_') })
  })
  gauge('output_last_apply_timestamp_seconds', 'When the output last agreed with the snapshot.', ['output'], set => {
    for (const { tap, status } of cycle.generators.values()) {
      const at = seconds(status().appliedAt)
      if (at !== undefined) set.set(at, { output: tap.id })
    }
  })
}

function seconds(epochMs: number | undefined): number | undefined {
  return epochMs === undefined ? undefined : epochMs / 1000
}
