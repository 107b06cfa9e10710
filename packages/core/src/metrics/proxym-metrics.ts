import type { CycleObserver } from '../cycle/cycle-observer.ts'
import type { TapRecord } from '../hooks/tap-record.ts'
import { addBuildSeries } from './build-series.ts'
import { createCycleSeries } from './cycle-series.ts'
import { createHttpSeries, type RequestObserver } from './http-series.ts'
import { createRegistry, type MetricsRegistry } from './registry.ts'
import { createTapSeries } from './tap-series.ts'

/** Everything that core measures of one configuration at work. */
export interface ProxymMetrics {
  readonly registry: MetricsRegistry
  readonly cycle: CycleObserver
  readonly requests: RequestObserver
  readonly taps: ReturnType<typeof createTapSeries>
  /** A watcher asked for a refresh. */
  heard(watcher: TapRecord): void
}

/** A registry with the series of core. */
export function createProxymMetrics(): ProxymMetrics {
  const registry = createRegistry()
  addBuildSeries(registry)
  const lastEvents = registry.gauge({
    name: 'proxym_source_last_event_timestamp_seconds',
    help: 'When a watcher last asked for a refresh.',
    labels: ['source'],
  })
  return {
    registry,
    cycle: createCycleSeries(registry),
    requests: createHttpSeries(registry),
    taps: createTapSeries(registry),
    heard: ({ id }) => lastEvents.set(Date.now() / 1000, { source: id }),
  }
}
