import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { SelfTimes } from './profile/profiler.ts'
import { median, round } from './scale/figures.ts'
import { endProcess, hear, startProcess, watchTarget } from './scale/processes.ts'
import { configureProxym, scaleOne, startProxym } from './scale/proxym.ts'

const ROWS = 15

const { values } = parseArgs({
  options: {
    apps: { type: 'string', default: '5000' },
    tasks: { type: 'string', default: '10' },
    changes: { type: 'string', default: '100' },
  },
})
const changes = Number(values.changes)
const folder = await mkdtemp(join(tmpdir(), 'proxym-bench-'))
const simulator = startProcess('simulator.ts', [values.apps, values.tasks])
const { url } = await hear<{ url: string }>(simulator)
const target = await configureProxym(folder, url)
const watcher = watchTarget(target)
const first = watcher.next()
const preload = pathToFileURL(join(import.meta.dirname, 'profile', 'profiler.ts')).href
const proxym = startProxym(folder, ['--import', preload])
await first
await sleep(3000)
proxym.send('start')
await hear(proxym)
const all: number[] = []
for (let change = 0; change < changes; change++) {
  all.push(await scaleOne(simulator, watcher, change))
  await sleep(200)
}
proxym.send('stop')
const times = await hear<SelfTimes>(proxym)
watcher.close()
await Promise.all([endProcess(proxym), endProcess(simulator)])
await rm(folder, { recursive: true, force: true })

const total = times.reduce((sum, [, ms]) => sum + ms, 0)
console.log(
  `${values.apps} x ${values.tasks}, ${changes} changes, median ${round(median(all))} ms, ${round(total / changes)} ms of both threads for each`,
)
console.table(
  [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, ROWS)
    .map(([where, ms]) => ({ where, 'ms per change': round(ms / changes, 2), '%': round((ms / total) * 100) })),
)
