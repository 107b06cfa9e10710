import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { SelfTimes } from './profile/profiler.ts'
import { median, round } from './scale/figures.ts'
import { endProcess, hear, startProcess, watchTarget } from './scale/processes.ts'

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
const target = join(folder, 'haproxy.cfg')
const simulator = startProcess('simulator.ts', [values.apps, values.tasks])
const { url } = await hear<{ url: string }>(simulator)
const options = { templatePath: 'haproxy', configFilePath: target, reloadCommand: ':', reloadGapMs: 0 }
const plugins = [
  ['marathon', { servers: [url] }],
  ['haproxy', options],
]
await writeFile(join(folder, 'proxym.config.json'), JSON.stringify({ debounceMs: 0, resyncMs: 600_000, plugins }))
const watcher = watchTarget(target)
const first = watcher.next()
const preload = pathToFileURL(join(import.meta.dirname, 'profile', 'profiler.ts')).href
const proxym = startProcess(fileURLToPath(new URL('../packages/proxym/dist/bin.js', import.meta.url)), ['run'], {
  cwd: folder,
  node: ['--import', preload],
})
await first
await sleep(3000)
proxym.send('start')
await hear(proxym)
const all: number[] = []
for (let change = 0; change < changes; change++) {
  const arrived = watcher.next()
  simulator.send(change)
  const { at } = await hear<{ at: number }>(simulator)
  all.push((await arrived) - at)
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
