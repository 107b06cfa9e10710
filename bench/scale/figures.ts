/** What was measured at one size. Times in ms, memory in MiB. */
export interface Figures {
  readonly size: string
  readonly floor: { readonly ms: number; readonly coldMs: number; readonly peakMiB: number }
  readonly changeMs: number
  readonly changeP95Ms: number
  readonly resyncMs: number
  readonly coldMs: number
  readonly cpuPerChangeMs: number
  readonly peakMiB: number
}

/** The value below which this share of the others lies; 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (values: readonly number[]) => quantile(values, 0.5)
export const round = (value: number, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits
