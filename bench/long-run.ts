import { parseArgs } from 'node:util'
import { type Holding, longRun } from './long-run/run.ts'
import { round } from './scale/figures.ts'

const MOST_GROWTH_MIB = 20

const { values } = parseArgs({ options: { changes: { type: 'string', default: '100000' } } })
const changes = Number(values.changes)
const startedAt = performance.now()
const holdings = await longRun({ services: 1000, hosts: 5, changes, warmUp: Math.min(5000, Math.ceil(changes / 4)), seen: print })
const [first] = holdings
const last = holdings.at(-1)
if (first === undefined || last === undefined) throw new Error('nothing was measured')
const growth = {
  heapMiB: round(last.heapMiB - first.heapMiB),
  rssMiB: round(last.rssMiB - first.rssMiB),
  files: last.files - first.files,
  timers: last.timers - first.timers,
}
console.log(JSON.stringify({ changes, msPerChange: round((performance.now() - startedAt) / changes, 2), growth }))
if (growth.heapMiB > MOST_GROWTH_MIB || growth.rssMiB > MOST_GROWTH_MIB || growth.files > 4 || growth.timers > 4) {
  console.error(`It grows: at most ${MOST_GROWTH_MIB} MiB, and no more files and timers than one reload has open, are promised.`)
  process.exitCode = 1
}

function print({ changes: done, heapMiB, rssMiB, files, timers }: Holding): void {
  console.log(`${done} changes: heap ${round(heapMiB)} MiB, resident ${round(rssMiB)} MiB, ${files} files, ${timers} timers`)
}
