import { parseArgs } from 'node:util'
import { measureRuntime } from './runtime/measure.ts'
import { median, quantile, round } from './scale/figures.ts'

const GOAL_MS = 100
const LEAST_REQUESTS = 50_000

const { values } = parseArgs({ options: { changes: { type: 'string', default: '200' } } })
const run = { backends: 5000, servers: 5, changes: Number(values.changes) }
let missed = false
for (const check of [false, true]) {
  const { liveMs, afterCheckMs, ...figures } = await measureRuntime({ ...run, check })
  // A checked host waits for its first check besides.
  const counted = check ? afterCheckMs : liveMs
  const p95 = quantile(counted, 0.95)
  const all = { medianMs: round(median(liveMs)), countedMedianMs: round(median(counted)), countedP95Ms: round(p95) }
  console.log(JSON.stringify({ check, ...all, ...figures }))
  const agrees = figures.sameProcess && figures.agrees && figures.agreesAfterReload
  missed ||= figures.failed > 0 || figures.requests < LEAST_REQUESTS || figures.reloads > 0 || !agrees || p95 > GOAL_MS
}
if (missed) {
  console.error(
    `Promised: none of ${LEAST_REQUESTS} requests failed, no reload, the same process, the servers of the file before and after a reload, and requests at a new host within ${GOAL_MS} ms (p95), with a check: of the first one.`,
  )
  process.exitCode = 1
}
