import { createSimulator } from '@proxym/marathon-simulator'

// A process of its own, so that its work is nobody else's. Argument: apps, tasks. Told by messages what to scale.
const [apps = 0, tasksPerApp = 0] = process.argv.slice(2).map(Number)
const simulator = await createSimulator({ version: '1.11', timing: { startMs: 1, healthMs: 1, killMs: 1, relaunchMs: 1 } })
simulator.populate({ apps, tasksPerApp })
simulator.settle()
const response = await fetch(`${simulator.url}/v2/apps`)
const { apps: all } = (await response.json()) as { apps: readonly { readonly id: string; readonly instances: number }[] }
const instances = new Map(all.map(app => [app.id, app.instances]))
const ids = [...instances.keys()]

process.on('message', (change: number) => {
  const id = ids[(change * 97) % ids.length] ?? ''
  const wanted = (instances.get(id) ?? 0) + (change % 2 === 0 ? 1 : -1)
  simulator.scale(id, wanted)
  // The clock starts before the events that say that the new task runs; those of the deployment have been sent.
  const at = performance.timeOrigin + performance.now()
  simulator.settle()
  instances.set(id, wanted)
  process.send?.({ at })
})
process.send?.({ url: simulator.url })
