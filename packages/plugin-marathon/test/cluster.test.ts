import { expect, test } from 'vitest'
import { bridgeApp, task } from './rig/documents.ts'
import { hosted } from './rig/hosted.ts'
import { json, type ScriptedMarathon, scriptedMarathon } from './rig/scripted-marathon.ts'

const app = bridgeApp([{ containerPort: 80, hostPort: 0, servicePort: 10_000 }])
const settings = { resyncMs: 3_600_000, random: () => 0 }
const documents = (port: number) => ({ apps: [app], tasks: [task([port])] })
const hasPort =
  (port: number) => (snapshot: { readonly services: readonly { readonly hosts: readonly { readonly port: number }[] }[] }) =>
    snapshot.services[0]?.hosts[0]?.port === port

/** A standby from 1.7 on: it answers by what the leader knows, and sends whoever wants events there. */
const standbyOf = (leader: ScriptedMarathon) =>
  scriptedMarathon({
    ...documents(1),
    script: ({ path }, response) => {
      if (!path.startsWith('/v2/events')) return false
      response.writeHead(302, { location: leader.url + path }).end()
      return true
    },
  })

test('a standby leads to the stream of the leader when that is configured', async () => {
  const leader = await scriptedMarathon(documents(1))
  const standby = await standbyOf(leader)
  const proxym = hosted({ servers: [standby.url, leader.url] }, settings)
  await proxym.start()
  await leader.streaming()
  standby.tasks = [task([2])]
  leader.send('status_update_event', { appId: '/app', taskStatus: 'TASK_RUNNING' })
  await proxym.until(hasPort(2))
})

test('when the leader is not configured that is said, with what to do, and everything is read regularly', async () => {
  const leader = await scriptedMarathon(documents(1))
  const standby = await standbyOf(leader)
  const proxym = hosted({ servers: [standby.url], pollIntervalMs: 50 }, settings)
  await proxym.start()
  await proxym.until(hasPort(1))
  standby.tasks = [task([2])]
  await proxym.until(hasPort(2))
  expect(leader.seen).toEqual([])
  expect(
    proxym.log.filter(({ level, message }) => level === 'warn' && message.includes('List every Marathon instance')),
  ).toHaveLength(1)
})

test('when the leader dies, another one is heard and read, and nothing is lost meanwhile', async () => {
  const [first, second] = [await scriptedMarathon(documents(1)), await scriptedMarathon(documents(1))]
  const proxym = hosted({ servers: [first.url, second.url] }, settings)
  await proxym.start()
  await first.streaming()
  await proxym.until(hasPort(1))
  second.tasks = [task([2])]
  await first.close()
  await second.streaming()
  await proxym.until(hasPort(2))
  expect(proxym.seen.every(({ services }) => services.length === 1)).toBe(true)
})

test('while no leader is there everything stays; afterwards it is right again without a restart', async () => {
  const marathon = await scriptedMarathon(documents(1))
  const proxym = hosted({ servers: [marathon.url], pollIntervalMs: 50 }, settings)
  await proxym.start()
  await marathon.streaming()
  await proxym.until(hasPort(1))
  const failed = Promise.withResolvers<void>()
  marathon.script = ({ path }, response) => {
    if (path === '/v2/tasks') failed.resolve()
    return json(response, 503, { message: 'Could not determine the current leader' })
  }
  marathon.hangUp()
  await failed.promise
  marathon.tasks = [task([2])]
  marathon.script = undefined
  await proxym.until(hasPort(2))
  expect(proxym.seen.every(({ services }) => services.length === 1)).toBe(true)
})
