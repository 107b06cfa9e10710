import { EventEmitter, once } from 'node:events'
import type { AppInput, Simulator } from '@proxym/marathon-simulator'
import type { Backends } from './backends.ts'
import type { Screen } from './screen.ts'

export const domain = 'web.example'

const app = (image: string, instances: number): AppInput => ({
  id: '/web',
  image,
  instances,
  network: 'bridge',
  ports: [{ containerPort: 8080 }],
  healthChecks: [{ protocol: 'HTTP' }],
  labels: { 'proxym.domains': domain, 'proxym.port.8080.protocol': 'http' },
})

/** What the demo does to Marathon, one step after the other. */
export interface Step {
  readonly title: string
  readonly run: () => Promise<unknown>
}

/** The steps. Each one ends when Marathon says so. */
export function demoSteps(simulator: Simulator): readonly Step[] {
  const done = new EventEmitter()
  simulator.onEvent(({ type }) => done.emit(type))
  const deployed = async (begin: () => unknown): Promise<void> => {
    const success = once(done, 'deployment_success')
    begin()
    await success
  }
  return [
    { title: 'deploys web:2 over web:1, 4 tasks', run: () => deployed(() => simulator.deploy(app('web:2', 4))) },
    { title: 'scales to 8 tasks', run: () => deployed(() => simulator.scale('/web', 8)) },
    { title: 'loses its leader, another one takes over', run: () => simulator.killLeader() },
    { title: 'deploys web:3 over web:2, 8 tasks', run: () => deployed(() => simulator.deploy(app('web:3', 8))) },
    { title: 'scales to 3 tasks', run: () => deployed(() => simulator.scale('/web', 3)) },
  ]
}

/** Deploy the first version; resolves once it runs. */
export async function firstDeployment(simulator: Simulator): Promise<void> {
  const running = new Promise<void>(resolve => {
    const stop = simulator.onEvent(({ type }) => {
      if (type !== 'deployment_success') return
      stop()
      resolve()
    })
  })
  simulator.deploy(app('web:1', 4))
  await running
}

/**
 * End the server of each task that Marathon has killed, and tell of what tasks do, those of one moment in one line. Returns what
 * tells the last of it and ends that.
 */
export function followTasks(simulator: Simulator, backends: Backends, screen: Screen): () => void {
  const gathered = new Map<string, number[]>()
  let timer: NodeJS.Timeout | undefined
  const gather = (what: string, ports: readonly number[]): void => {
    if (gathered.size === 0) timer = setTimeout(tell, 50)
    gathered.set(what, [...(gathered.get(what) ?? []), ...ports])
  }
  const tell = (): void => {
    for (const [what, ports] of gathered) screen.say('marathon', `  ${what}: ${ports.join(' ')}`)
    gathered.clear()
  }
  const stop = simulator.onEvent(event => {
    if (event.type !== 'status_update_event') return
    const { taskStatus, ports } = JSON.parse(event.json()) as { taskStatus: string; ports: readonly number[] }
    if (taskStatus === 'TASK_RUNNING') gather('running on ports', ports)
    if (taskStatus !== 'TASK_KILLED') return
    gather('gone from ports', ports)
    for (const port of ports) backends.stop(port)
  })
  return () => {
    clearTimeout(timer)
    tell()
    stop()
  }
}
