/** What tells the series of one metric apart; never a service id: every value is a series that is kept for ever. */
export type MetricLabels = Readonly<Record<string, string>>

/** What every kind of metric is called, and what it means. */
export interface MetricOptions {
  /** `reloads_total`: lower-case words joined by `_`, the unit last; `_total` for counters. */
  readonly name: string
  /** One sentence. */
  readonly help: string
  /** The names of its labels. @default none */
  readonly labels?: readonly string[]
}

/** What a gauge is made from. */
export interface GaugeOptions extends MetricOptions {
  /**
   * Called before each answer of `/metrics`: set what is true now. Series that it does not set again vanish. What it throws leaves
   * the others as they are.
   */
  readonly collect?: (gauge: Gauge) => void
}

/** What a histogram is made from. */
export interface HistogramOptions extends MetricOptions {
  /** Upper bounds, in the unit of the name. @default 0.005 to 60, for seconds */
  readonly buckets?: readonly number[]
}

/** What only grows. */
export interface Counter {
  /** @param by @default 1 */
  inc(labels?: MetricLabels, by?: number): void
}

/** What goes up and down. */
export interface Gauge {
  set(value: number, labels?: MetricLabels): void
}

/** How values are spread. */
export interface Histogram {
  observe(value: number, labels?: MetricLabels): void
}

/**
 * What plugins register metrics with, in `apply`. `/metrics` shows them as `proxym_<plugin>_<name>`, with the instance in the label
 * `plugin`. From the 1,000th series of a metric on, the labels of further ones become `other`.
 *
 * @throws ProxymError `PROXYM_METRIC_INVALID` for a name that Prometheus does not take, or one that is registered differently; and when a
 *   label is set that the metric does not have, or a value that is no number, not finite but for a gauge, or less than 0 for a counter
 */
export interface Metrics {
  counter(options: MetricOptions): Counter
  gauge(options: GaugeOptions): Gauge
  histogram(options: HistogramOptions): Histogram
}
