// The only file that knows prom-client: another library would cost this file.
import type { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { late } from '../late.ts'
import { metricInvalid } from './errors.ts'
import type { MetricLabels, Metrics, Gauge as OwnGauge } from './metrics.ts'

/** The metrics of one proxym, by their full names. */
export interface MetricsRegistry extends Metrics {
  readonly contentType: string
  /** The text format of Prometheus, those of the process too. */
  text(): Promise<string>
  /** Load what counts, which is otherwise loaded when somebody asks. */
  load(): Promise<void>
}

type Kind = 'counter' | 'gauge' | 'histogram'
type AnyMetric = Counter | Gauge | Histogram
interface Known<M extends AnyMetric = AnyMetric> {
  readonly name: string
  readonly kind: Kind
  readonly labels: readonly string[]
  /** Undefined until the library is loaded. */
  metric: M | undefined
  readonly seen: Set<string>
  readonly collectors: ((gauge: OwnGauge) => void)[]
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const MOST_SERIES = 1000
// Of what is measured before the library is loaded: about a megabyte.
const MOST_WAITING = 10_000
const metricName = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/

type Library = typeof import('prom-client') & { readonly ofProcess: Registry }

// 80 modules, which a start can do without.
const load = late(async (): Promise<Library> => {
  const library = await import('prom-client')
  // Of the process there is one, however many configurations it has had; its collectors can never be taken away again.
  const ofProcess = new library.Registry()
  library.collectDefaultMetrics({ register: ofProcess })
  return { ...library, ofProcess }
})

/**
 * A registry of its own, so that two proxyms in one process (a reload, a test) do not share a series. What is measured waits until the
 * library is loaded.
 */
export function createRegistry(): MetricsRegistry {
  const metrics = new Map<string, Known>()
  let made: { readonly library: Library; readonly registry: Registry } | undefined
  let waiting: ((made: { readonly library: Library; readonly registry: Registry }) => void)[] = []

  const make = async () => {
    const loaded = await load()
    made ??= { library: loaded, registry: new loaded.Registry() }
    const works = waiting
    waiting = []
    for (const work of works) work(made)
    return made
  }
  const whenMade = (work: (typeof waiting)[number]): void => {
    if (made !== undefined) work(made)
    else if (waiting.push(work) >= MOST_WAITING) make().catch(() => undefined)
  }

  const define = <M extends AnyMetric>(
    kind: Kind,
    { name, help, labels = [] }: { readonly name: string; readonly help: string; readonly labels?: readonly string[] },
    create: (options: { name: string; help: string; labelNames: string[]; registers: Registry[] }, library: Library) => M,
  ): Known<M> => {
    if (!metricName.test(name)) throw metricInvalid(name, 'has a name that is not made of lower-case words joined by `_`')
    if (typeof help !== 'string' || help === '') throw metricInvalid(name, 'has no help')
    const wrong = labels.find(label => !metricName.test(label) || label === 'le')
    if (wrong !== undefined) throw metricInvalid(name, `has a label with the name ${JSON.stringify(wrong)}`)
    const known = metrics.get(name)
    if (known === undefined) {
      const added: Known<M> = { name, kind, labels: [...labels], metric: undefined, seen: new Set<string>(), collectors: [] }
      metrics.set(name, added)
      whenMade(({ library: loaded, registry }) => {
        added.metric = create({ name, help, labelNames: [...labels], registers: [registry] }, loaded)
      })
      return added
    }
    if (known.kind !== kind || known.labels.join() !== labels.join())
      throw metricInvalid(name, `is registered twice, as a ${known.kind} with the labels [${known.labels}] and as something else`)
    return known as Known<M>
  }
  /** Change a metric once there is one. Whether the change is right is said at once. */
  const change = <M extends AnyMetric>(
    known: Known<M>,
    value: number,
    given: MetricLabels,
    by: (metric: M, labels: Record<string, string>) => void,
  ): void => {
    if (!isRight(known.kind, value)) throw metricInvalid(known.name, `is given ${value}`)
    const odd = Object.keys(given).find(label => !known.labels.includes(label))
    if (odd !== undefined) throw metricInvalid(known.name, `has no label ${JSON.stringify(odd)}`)
    const labels = { ...bounded(known, given) }
    whenMade(() => known.metric !== undefined && by(known.metric, labels))
  }
  const gaugeOf = (known: Known<Gauge>): OwnGauge => ({
    set: (value, labels = {}) => change(known, value, labels, (gauge, its) => gauge.set(its, value)),
  })

  return {
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    counter(options) {
      const known = define('counter', options, (given, { Counter: Metric }) => new Metric(given))
      return { inc: (labels = {}, by = 1) => change(known, by, labels, (counter, its) => counter.inc(its, by)) }
    },
    gauge(options) {
      const known = define('gauge', options, (given, { Gauge: Metric }) => new Metric(given))
      if (options.collect !== undefined) known.collectors.push(options.collect)
      return gaugeOf(known)
    },
    histogram(options) {
      const buckets = [...(options.buckets ?? SECONDS)]
      const known = define('histogram', options, (given, { Histogram: Metric }) => new Metric({ ...given, buckets }))
      return {
        observe: (value, labels = {}) => change(known, value, labels, (histogram, its) => histogram.observe(its, value)),
      }
    },
    load: async () => void (await make()),
    async text() {
      const { library: loaded, registry } = await make()
      for (const known of metrics.values()) if (known.collectors.length > 0 && isGauge(known)) collect(known, gaugeOf(known))
      return `${await registry.metrics()}\n${await loaded.ofProcess.metrics()}`
    },
  }
}

// A gauge may be infinite, or say that there is no number.
function isRight(kind: Kind, value: number): boolean {
  if (kind === 'gauge') return typeof value === 'number'
  return Number.isFinite(value) && (kind !== 'counter' || value >= 0)
}

const isGauge = (known: Known): known is Known<Gauge> => known.kind === 'gauge'

function collect({ metric, seen, collectors }: Known<Gauge>, gauge: OwnGauge): void {
  metric?.reset()
  seen.clear()
  for (const collector of collectors) {
    try {
      collector(gauge)
    } catch {
      // One that cannot say what is true now has no series; the answer has the others.
    }
  }
}

// What somebody else can make grow without end must not grow here.
function bounded({ seen }: Known, labels: MetricLabels): MetricLabels {
  const key = Object.values(labels).join('\n')
  if (seen.has(key)) return labels
  if (seen.size < MOST_SERIES) {
    seen.add(key)
    return labels
  }
  return Object.fromEntries(Object.keys(labels).map(label => [label, 'other']))
}
