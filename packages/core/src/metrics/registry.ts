// The only file that knows prom-client: another library would cost this file.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { metricInvalid } from './errors.ts'
import type { MetricLabels, Metrics, Gauge as OwnGauge } from './metrics.ts'

/** The metrics of one proxym, by their full names. */
export interface MetricsRegistry extends Metrics {
  readonly contentType: string
  /** The text format of Prometheus, those of the process too. */
  text(): Promise<string>
}

type Kind = 'counter' | 'gauge' | 'histogram'
interface Known {
  readonly kind: Kind
  readonly labels: string
  readonly metric: Counter | Gauge | Histogram
  readonly seen: Set<string>
  readonly collectors: ((gauge: OwnGauge) => void)[]
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const MOST_SERIES = 1000
const metricName = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/

// Of the process there is one, however many configurations it has had; its collectors can never be taken away again.
const ofProcess = new Registry()

/** Begin to measure the process: CPU, memory, file descriptors, event-loop lag. Once, however often it is called. */
export function measureProcess(): void {
  if (ofProcess.getMetricsAsArray().length === 0) collectDefaultMetrics({ register: ofProcess })
}

/** A registry of its own, so that two proxyms in one process (a reload, a test) do not share a series. */
export function createRegistry(): MetricsRegistry {
  const registry = new Registry()
  const metrics = new Map<string, Known>()

  const define = <M extends Counter | Gauge | Histogram>(
    kind: Kind,
    { name, help, labels = [] }: { readonly name: string; readonly help: string; readonly labels?: readonly string[] },
    make: (options: { name: string; help: string; labelNames: string[]; registers: Registry[] }) => M,
  ): Known & { readonly metric: M } => {
    if (!metricName.test(name)) throw metricInvalid(name, 'has a name that is not made of lower-case words joined by `_`')
    const wrong = labels.find(label => !metricName.test(label) || label === 'le')
    if (wrong !== undefined) throw metricInvalid(name, `has a label with the name ${JSON.stringify(wrong)}`)
    const known = metrics.get(name)
    if (known === undefined) {
      const metric = make({ name, help, labelNames: [...labels], registers: [registry] })
      const added = { kind, labels: labels.join(), metric, seen: new Set<string>(), collectors: [] }
      metrics.set(name, added)
      return added
    }
    if (known.kind !== kind || known.labels !== labels.join())
      throw metricInvalid(name, `is registered twice, as a ${known.kind} with the labels [${known.labels}] and as something else`)
    return known as Known & { readonly metric: M }
  }

  return {
    contentType: registry.contentType,
    counter(options) {
      const known = define('counter', options, given => new Counter(given))
      return { inc: (labels = {}, by = 1) => known.metric.inc(bounded(known, labels), by) }
    },
    gauge(options) {
      const known = define('gauge', options, given => new Gauge(given))
      if (options.collect !== undefined) known.collectors.push(options.collect)
      return gaugeOf(known, known.metric)
    },
    histogram(options) {
      const buckets = [...(options.buckets ?? SECONDS)]
      const known = define('histogram', options, given => new Histogram({ ...given, buckets }))
      return { observe: (value, labels = {}) => known.metric.observe(bounded(known, labels), value) }
    },
    async text() {
      for (const known of metrics.values()) {
        if (known.collectors.length > 0 && known.metric instanceof Gauge) collect(known, known.metric)
      }
      return `${await registry.metrics()}\n${await ofProcess.metrics()}`
    },
  }
}

function gaugeOf(known: Known, gauge: Gauge): OwnGauge {
  return { set: (value, labels = {}) => gauge.set(bounded(known, labels), value) }
}

function collect(known: Known, gauge: Gauge): void {
  gauge.reset()
  known.seen.clear()
  for (const collector of known.collectors) {
    try {
      collector(gaugeOf(known, gauge))
    } catch {
      // One that cannot say what is true now has no series; the answer has the others.
    }
  }
}

// What somebody else can make grow without end must not grow here.
function bounded({ seen }: Known, labels: MetricLabels): Record<string, string> {
  const key = Object.values(labels).join('\n')
  if (seen.has(key)) return labels
  if (seen.size < MOST_SERIES) {
    seen.add(key)
    return labels
  }
  return Object.fromEntries(Object.keys(labels).map(label => [label, 'other']))
}
