import type { MetricOptions, Metrics } from './metrics.ts'

/** The metrics of one plugin: names begin with `proxym_<plugin>_`, and the label `plugin` tells its instances apart. */
export function createPluginMetrics(metrics: Metrics, plugin: string, instance: string): Metrics {
  const prefix = `proxym_${plugin
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')}_`
  const own = { plugin: instance }
  const named = <O extends MetricOptions>(options: O): O => ({
    ...options,
    name: `${prefix}${options.name}`,
    labels: ['plugin', ...(options.labels ?? [])],
  })
  return Object.freeze<Metrics>({
    counter(options) {
      const counter = metrics.counter(named(options))
      return { inc: (labels, by) => counter.inc({ ...own, ...labels }, by) }
    },
    gauge({ collect, ...options }) {
      const gauge = metrics.gauge({
        ...named(options),
        ...(collect === undefined
          ? {}
          : { collect: all => collect({ set: (value, labels) => all.set(value, { ...own, ...labels }) }) }),
      })
      return { set: (value, labels) => gauge.set(value, { ...own, ...labels }) }
    },
    histogram(options) {
      const histogram = metrics.histogram(named(options))
      return { observe: (value, labels) => histogram.observe(value, { ...own, ...labels }) }
    },
  })
}
