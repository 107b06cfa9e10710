// Shows a rolling deployment without a failed request: a simulated Marathon, real HTTP servers, a real HAProxy, and proxym.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createRealClock, createSimulator } from '@proxym/marathon-simulator'
import { startLoad } from '../e2e/zero-drop-load.ts'
import { openBackends } from './backends.ts'
import { demoSteps, domain, firstDeployment, followTasks } from './deployments.ts'
import { freePort } from './free-port.ts'
import { haproxyVersion, runHaproxy } from './run-haproxy.ts'
import { runProxym } from './run-proxym.ts'
import { changeOf, createScreen } from './screen.ts'
import { summaryOf } from './summary.ts'

const { values } = parseArgs({ options: { requests: { type: 'string', default: '20000' } } })
const wanted = Number(values.requests)
const version = haproxyVersion()
const screen = createScreen(text => process.stdout.write(text))
const folder = await mkdtemp(join(tmpdir(), 'proxym-demo-'))
await using stack = new AsyncDisposableStack()
stack.defer(() => rm(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stack.disposeAsync().finally(() => process.exit(130)))

const backends = await openBackends(40)
stack.defer(() => backends.close())
// A task has four seconds from the wish to kill it: proxym hears of it, and HAProxy sends it nothing any more.
const timing = { startMs: 500, healthMs: 300, killMs: 4000 }
const simulator = await createSimulator({ instances: 3, clock: createRealClock(), timing, place: backends.place })
stack.defer(() => simulator.close())

const port = await freePort()
const file = join(folder, 'haproxy.cfg')
const haproxy = version === undefined ? undefined : await runHaproxy(folder, file, port)
if (haproxy !== undefined) stack.defer(() => haproxy.stop())

screen.print(`
  marathon  simulated, ${simulator.version}, 3 instances: ${simulator.urls.join(' ')}
  tasks     real HTTP servers on loopback
  haproxy   ${version === undefined ? 'not installed (on Debian: apt-get install haproxy): proxym only writes its file' : `${version}, http://127.0.0.1:${port}`}
  proxym    writes ${file}

`)
const stopFollowing = followTasks(simulator, backends, screen)
screen.say('marathon', 'deploys web:1, 4 tasks')
await firstDeployment(simulator)

let loads = 0
let hosts: readonly string[] = []
let live = (): void => {}
const applied = new Promise<void>(resolve => {
  live = resolve
})
const target = { templatePath: 'haproxy', configFilePath: file, vars: { bind: `127.0.0.1:${port}`, user: false, group: false } }
const reload =
  haproxy === undefined
    ? { checkCommand: 'test -s %s', reloadCommand: ':' }
    : { checkCommand: 'haproxy -c -f %s', reloadCommand: `kill -USR2 ${haproxy.pid}`, masterSocket: haproxy.masterSocket }
const proxym = await runProxym(
  folder,
  [
    ['marathon', { servers: simulator.urls }],
    ['haproxy', { ...target, ...reload }],
  ],
  {
    services(services) {
      const now = services.flatMap(service => service.hosts.map(host => `${host.ip}:${host.port}`))
      screen.say('proxym', `${services.length} service, ${changeOf(hosts, now)}`)
      hosts = now
    },
    log({ level, message }) {
      if (message === 'Applied config') {
        loads += 1
        screen.say(
          'proxym',
          haproxy === undefined ? 'wrote the configuration' : 'checked and wrote the configuration, HAProxy runs with it',
        )
        live()
      } else if (level !== 'info' && level !== 'debug') screen.say('proxym', `${level}: ${message}`)
    },
  },
)
stack.defer(() => proxym.stop())
const endedEarly = proxym.ended.then(() =>
  Promise.reject(new Error('proxym ended before it had written anything; it says why above.')),
)
await Promise.race([applied, endedEarly])
endedEarly.catch(() => {})

const load = haproxy === undefined ? undefined : startLoad({ port, host: domain, clients: 8, keepAlive: true, pauseMs: 2 })
const startedAt = performance.now()
for (const { title, run } of demoSteps(simulator)) {
  screen.say('marathon', title)
  await run()
  if (load !== undefined) screen.say('load', `${load.requests()} requests so far`)
}
while (load !== undefined && load.requests() < wanted) await wait(100)

stopFollowing()
const figures = await load?.stop()
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
screen.print(`\n${summaryOf({ figures, seconds, loads, domain })}\n`)
process.exitCode = (figures?.failed ?? 0) === 0 ? 0 : 1
