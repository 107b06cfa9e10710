import { expect, test } from 'vitest'
import { bridgeApp, task } from './rig/documents.ts'
import { hosted } from './rig/hosted.ts'
import { scriptedMarathon } from './rig/scripted-marathon.ts'

const app = bridgeApp([{ containerPort: 80, hostPort: 0, servicePort: 10_000 }], { id: '/a' })
const taskOn = (port: number) => task([port], { appId: '/a', id: `a-${port}` })

/** How often all tasks were read by the time that an event was heard of. */
async function fullReads(): Promise<number> {
  const marathon = await scriptedMarathon({ apps: [app], tasks: [taskOn(1)] })
  const proxym = hosted({ servers: [marathon.url] }, { resyncMs: 3_600_000 })
  await proxym.start()
  await marathon.streaming()
  await proxym.until(({ services }) => services.length === 1)
  // What an event has read comes after whatever attaching would have read.
  marathon.tasks = [taskOn(1), taskOn(2)]
  marathon.send('health_status_changed_event', { appId: '/a', alive: true })
  await proxym.until(({ services }) => services[0]?.hosts.length === 2)
  return marathon.asked().filter(path => path === '/v2/tasks').length
}

test('at start everything is read once: when the event stream stands', async () => {
  const reads: number[] = []
  // It waits a quarter of a second at most, which a busy machine may need to open a stream.
  for (let time = 0; time < 5 && !reads.includes(1); time++) reads.push(await fullReads())
  expect(reads).toContain(1)
})
