import { createRequire } from 'node:module'
import type { Metrics } from './metrics.ts'

/** The version of this package. */
export const { version } = createRequire(import.meta.url)('@proxym/core/package.json') as { readonly version: string }

/** Which proxym runs on which Node. */
export function addBuildSeries(metrics: Metrics): void {
  const gauge = metrics.gauge({ name: 'proxym_build_info', help: 'Version of proxym and of Node.', labels: ['version', 'node'] })
  gauge.set(1, { version, node: process.versions.node })
}
