import { expect, test } from 'vitest'
import { podServices } from '../../src/mapping/pod-services.ts'
import { readPods } from '../../src/mapping/read-documents.ts'

type Fields = Readonly<Record<string, unknown>>

const servicesOf = (pod: unknown) => {
  const { items, malformed, nameless } = readPods([pod])
  expect([malformed.size, nameless]).toEqual([0, 0])
  return items.flatMap(podServices)
}
const hostsOf = (pod: unknown) =>
  servicesOf(pod).map(({ id, hosts = [] }) => [id, ...hosts.map(({ ip, port }) => `${ip}:${port}`)].join(' '))

const running = (name: string, endpoints: readonly Fields[], fields: Fields = {}) => ({
  name,
  status: 'TASK_RUNNING',
  endpoints,
  ...fields,
})
const instance = (containers: readonly Fields[], fields: Fields = {}) => ({
  status: 'STABLE',
  agentHostname: 'a1',
  networks: [{ name: 'dcos', addresses: ['9.0.1.5'] }],
  containers,
  ...fields,
})
const pod = (endpoints: readonly Fields[], instances: readonly Fields[], spec: Fields = {}) => ({
  id: '/group/pod',
  spec: { containers: [{ name: 'c', endpoints }], ...spec },
  instances,
})
const web = { name: 'web', containerPort: 8080, hostPort: 0, protocol: ['tcp'] }
const admin = { name: 'admin', containerPort: 9090, protocol: ['tcp'] }

test('endpoints are joined by name, whatever their order: an allocated port at the agent, else the address of the pod', () => {
  const status = running('c', [{ name: 'admin' }, { name: 'web', allocatedHostPort: 31_001 }])
  expect(servicesOf(pod([web, admin], [instance([status])]))).toMatchObject([
    {
      id: 'marathon_group_pod_8080',
      port: 8080,
      servicePort: 0,
      listenPort: 0,
      hosts: [{ ip: 'a1', port: 31_001 }],
      transportProtocol: 'tcp',
    },
    { id: 'marathon_group_pod_9090', hosts: [{ ip: '9.0.1.5', port: 9090 }] },
  ])
})

test('only running containers of living instances count, and none that is known to be ill', () => {
  const up = [{ name: 'web', allocatedHostPort: 1 }]
  const instances = [
    instance([running('c', up)], { agentHostname: 'good' }),
    instance([running('c', up)], { agentHostname: 'degraded', status: 'DEGRADED' }),
    instance([running('c', up)], { agentHostname: 'staging', status: 'STAGING' }),
    instance([running('c', up)], { agentHostname: 'terminal', status: 'TERMINAL' }),
    instance([running('c', up, { status: 'TASK_STARTING' })], { agentHostname: 'starting' }),
    instance([running('c', up, { conditions: [{ name: 'healthy', value: 'false' }] })], { agentHostname: 'ill' }),
    instance([running('c', [{ ...up[0], healthy: false }])], { agentHostname: 'endpoint' }),
    instance([running('other', up)], { agentHostname: 'other' }),
  ]
  expect(hostsOf(pod([web], instances))).toEqual(['marathon_group_pod_8080 degraded:1 good:1'])
})

test('labels of the pod count before those of the endpoint', () => {
  const labels = { 'proxym.domains': 'endpoint.example', 'proxym.port.8080.servicePort': '10000' }
  const spec = { labels: { 'proxym.domains': 'pod.example', 'proxym.port.web.protocol': 'http' } }
  const status = instance([running('c', [{ name: 'web', allocatedHostPort: 1 }])])
  expect(
    servicesOf(pod([{ ...web, labels }], [status], { containers: [{ name: 'c', endpoints: [{ ...web, labels }] }], ...spec })),
  ).toMatchObject([{ domains: ['pod.example'], transportProtocol: 'http', servicePort: 10_000, listenPort: 10_000 }])
})

test('two containers with one port carry their names', () => {
  const containers = ['a', 'b'].map(name => ({ name, endpoints: [web] }))
  const statuses = ['a', 'b'].map((name, index) => running(name, [{ name: 'web', allocatedHostPort: index + 1 }]))
  expect(hostsOf(pod([], [instance(statuses)], { containers }))).toEqual([
    'marathon_group_pod_8080_a a1:1',
    'marathon_group_pod_8080_b a1:2',
  ])
})

test('an endpoint without a port is named by its name', () => {
  const status = instance([running('c', [{ name: 'any', allocatedHostPort: 7 }])])
  expect(servicesOf(pod([{ name: 'any', hostPort: 0, protocol: ['tcp', 'udp'] }], [status]))).toMatchObject([
    { id: 'marathon_group_pod_any', port: 0, transportProtocol: 'tcp' },
    { id: 'marathon_group_pod_any_udp', port: 0, transportProtocol: 'udp' },
  ])
})

test('with several networks the endpoint says which address', () => {
  const networks = [
    { name: 'x', addresses: ['9.0.1.5'] },
    { name: 'y', addresses: ['9.0.2.5'] },
  ]
  const instances = [instance([running('c', [{ name: 'admin' }])], { networks })]
  expect(hostsOf(pod([{ ...admin, networkNames: ['y'] }], instances))).toEqual(['marathon_group_pod_9090 9.0.2.5:9090'])
  expect(hostsOf(pod([admin], instances))).toEqual([])
})
