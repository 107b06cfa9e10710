import { expect, test } from 'vitest'
import { bridgeApp, task } from './rig/documents.ts'
import { hosted } from './rig/hosted.ts'
import { json, scriptedMarathon } from './rig/scripted-marathon.ts'

const app = bridgeApp([{ containerPort: 80, hostPort: 0, servicePort: 10_000 }])
const pod = (port: number) => ({
  id: '/pod',
  spec: { containers: [{ name: 'c', endpoints: [{ name: 'web', containerPort: 8080, hostPort: 0 }] }] },
  instances: [
    {
      status: 'STABLE',
      agentHostname: 'a1',
      containers: [{ name: 'c', status: 'TASK_RUNNING', endpoints: [{ name: 'web', allocatedHostPort: port }] }],
    },
  ],
})

test('row 42: a Marathon without pods is no failure', async () => {
  const marathon = await scriptedMarathon({ apps: [app], tasks: [task([1])] })
  const proxym = hosted({ servers: [marathon.url], pods: true })
  expect(await proxym.hosts()).toEqual(['marathon_app_80 a1:1'])
  expect(proxym.codes()).toEqual([])
})

test('pods are read when the option says so, and an event that names one reads that one', async () => {
  const marathon = await scriptedMarathon({ apps: [app], tasks: [task([1])] })
  marathon.pods = [pod(2)]
  expect(await hosted({ servers: [marathon.url] }).hosts()).toEqual(['marathon_app_80 a1:1'])
  const proxym = hosted({ servers: [marathon.url], pods: true }, { resyncMs: 3_600_000 })
  await proxym.start()
  await marathon.streaming()
  expect(await proxym.hosts()).toEqual(['marathon_app_80 a1:1', 'marathon_pod_8080 a1:2'])
  marathon.pods = [pod(3)]
  marathon.send('instance_changed_event', { runSpecId: '/pod', condition: 'Running' })
  await proxym.until(({ services }) => services[1]?.hosts[0]?.port === 3)
  expect(marathon.asked()).toContain('/v2/pods/pod::status')
})

test.each([{}, 'pods', { message: 'no' }])('an answer %j about pods keeps everything', async body => {
  const marathon = await scriptedMarathon({ apps: [app], tasks: [task([1])] })
  marathon.pods = [pod(2)]
  const proxym = hosted({ servers: [marathon.url], pods: true })
  const before = await proxym.hosts()
  marathon.script = ({ path }, response) => path.startsWith('/v2/pods') && json(response, 200, body)
  expect(await proxym.hosts()).toEqual(before)
  expect(proxym.codes()).toEqual(['SHAPE'])
})
