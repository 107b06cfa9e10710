import { createHttpServer, type Logger } from '@proxym/core'
import { createTestProxym, type TestProxym, type TestProxymOptions } from '@proxym/core/testing'
import { createSimulator, type Population, type Simulator, type SimulatorOptions } from '@proxym/marathon-simulator'
import marathon from '@proxym/plugin-marathon'
import { onTestFinished } from 'vitest'
import { type Snapshots, snapshots } from '../../../packages/plugin-marathon/test/rig/snapshots.ts'
import { type FakeTime, fakeTime } from './fake-time.ts'

/** A cluster, proxym that follows it with its own settings, and time that the test moves. */
export interface Faked extends Pick<Snapshots, 'seen'> {
  readonly simulator: Simulator
  readonly proxym: TestProxym
  readonly time: FakeTime
  /** Change the number of tasks of the app `/web`, which is what proxym has to find out. */
  scale(instances: number): void
  /** Whether what proxym gives to its generators is what there is. */
  isRight(): boolean
}

const quiet: Logger = {
  ...{ error: () => {}, warn: () => {}, notice: () => {}, info: () => {}, debug: () => {} },
  named: () => quiet,
}

/** Start both. There are other apps too: `others`. */
export async function faked(
  options: SimulatorOptions,
  others: Population = { apps: 5, tasksPerApp: 2 },
  settings: TestProxymOptions = {},
): Promise<Faked> {
  const simulator = await createSimulator({ instances: 3, timing: { startMs: 0, healthMs: 0, killMs: 0 }, ...options })
  onTestFinished(() => simulator.close())
  let wanted = 0
  const scale = (instances: number): void => {
    wanted = instances
    simulator.deploy({ id: '/web', image: 'i', network: 'bridge', ports: [{ containerPort: 80 }], instances })
    simulator.settle()
  }
  simulator.populate(others)
  scale(1)
  const server = createHttpServer({ logger: quiet })
  const { url } = await server.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  const time = fakeTime(ms => {
    simulator.advance(ms)
    return simulator.callbacksDelivered()
  })
  const { plugin, seen } = snapshots()
  const source = marathon({ servers: simulator.urls, callbackUrl: `${url}/marathon/callback` })
  const proxym = createTestProxym([source, plugin], settings)
  onTestFinished(() => proxym.stop())
  server.mount(proxym.proxym.app)
  await proxym.start()
  const isRight = (): boolean => seen.at(-1)?.services.find(({ id }) => id === 'marathon_web_80')?.hosts.length === wanted
  return { simulator, proxym, time, seen, scale, isRight }
}
