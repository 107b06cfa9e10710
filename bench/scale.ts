import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Figures, round } from './scale/figures.ts'
import { goalsOf } from './scale/goals.ts'
import { measure } from './scale/measure.ts'
import { sizes } from './scale/sizes.ts'

const { values } = parseArgs({
  options: { size: { type: 'string', multiple: true }, json: { type: 'string' }, quick: { type: 'boolean' } },
})
const wanted = sizes.filter(({ name }) => values.size === undefined || values.size.includes(name))
const times = values.quick ? { colds: 1, floors: 5, resyncs: 3, changes: 20 } : { colds: 9, floors: 15, resyncs: 7, changes: 80 }
const path = values.json ?? join(import.meta.dirname, 'results', 'scale.json')

const all = await measure(wanted, times)
print(all)
const goals = goalsOf(all)
console.table(goals.map(goal => ({ ...goal, '': goal.figure <= goal.most ? 'kept' : 'MISSED' })))
await mkdir(dirname(path), { recursive: true })
await writeFile(path, `${JSON.stringify({ node: process.version, times, figures: all, goals }, undefined, 2)}\n`)
console.log(`Written to ${path}`)
if (goals.some(({ figure, most }) => !(figure <= most))) process.exitCode = 1

function print(figures: readonly Figures[]): void {
  const rows = figures.map(({ size, floor, ...proxym }) => ({
    size,
    'floor ms': round(floor.ms),
    'change ms': round(proxym.changeMs),
    'p95 ms': round(proxym.changeP95Ms),
    'change/floor': round(proxym.changeMs / floor.ms, 3),
    'cpu ms': round(proxym.cpuPerChangeMs),
    'resync ms': round(proxym.resyncMs),
    'resync/floor': round(proxym.resyncMs / floor.ms, 2),
    'cold ms': round(proxym.coldMs),
    'floor cold ms': round(floor.coldMs),
    'peak MiB': round(proxym.peakMiB),
    'floor peak MiB': round(floor.peakMiB),
  }))
  console.table(rows)
}
