import { expect, test } from 'vitest'
import { read } from './rig/ask.ts'
import { start } from './rig/start.ts'

const bridge = {
  id: '/shop/web',
  instances: 0,
  image: 'web:1',
  network: 'bridge',
  ports: [
    { containerPort: 80, name: 'http', labels: { VIP_0: '/web:80' } },
    { containerPort: 53, protocol: 'udp' },
  ],
  labels: { 'proxym.domains': 'a.example' },
} as const

// What no version changes, written by hand.
const plain = {
  id: '/shop/web',
  instances: 0,
  cpus: 0.1,
  mem: 32,
  disk: 0,
  executor: '',
  labels: { 'proxym.domains': 'a.example' },
}
const counts = { tasksStaged: 0, tasksRunning: 0, tasksHealthy: 0, tasksUnhealthy: 0, deployments: [] }
const backOff = { backoffSeconds: 1, backoffFactor: 1.15, maxLaunchDelaySeconds: 3600 }
const upgrades = { upgradeStrategy: { minimumHealthCapacity: 1, maximumOverCapacity: 1 } }
const time = '2020-01-01T00:00:00.000Z'

async function firstApp(version: string, app: object) {
  const simulator = await start({ version })
  simulator.deploy({ ...bridge, ...app })
  simulator.settle()
  const { apps } = await read(`${simulator.url}/v2/apps`)
  return apps[0]
}

test('0.8: nulls, ports at the top, mappings without names and labels', async () => {
  expect(await firstApp('0.8', {})).toEqual({
    ...plain,
    ...counts,
    ...backOff,
    ...upgrades,
    cmd: null,
    args: null,
    user: null,
    env: {},
    constraints: [],
    uris: [],
    storeUrls: [],
    container: {
      type: 'DOCKER',
      volumes: [],
      docker: {
        image: 'web:1',
        network: 'BRIDGE',
        portMappings: [
          { containerPort: 80, hostPort: 0, servicePort: 10_000, protocol: 'tcp' },
          { containerPort: 53, hostPort: 0, servicePort: 10_001, protocol: 'udp' },
        ],
        privileged: false,
        parameters: [],
        forcePullImage: false,
      },
    },
    healthChecks: [],
    dependencies: [],
    ports: [10_000, 10_001],
    requirePorts: false,
    version: time,
  })
})

test('1.4: names and labels, definitions that mirror the service ports as tcp, strategies', async () => {
  expect(await firstApp('1.4', { healthChecks: [{ protocol: 'TCP', portIndex: 1 }] })).toEqual({
    ...plain,
    ...counts,
    ...backOff,
    ...upgrades,
    cmd: null,
    args: null,
    user: null,
    env: {},
    gpus: 0,
    constraints: [],
    uris: [],
    fetch: [],
    storeUrls: [],
    container: {
      type: 'DOCKER',
      volumes: [],
      docker: {
        image: 'web:1',
        network: 'BRIDGE',
        portMappings: [
          { containerPort: 80, hostPort: 0, servicePort: 10_000, protocol: 'tcp', name: 'http', labels: { VIP_0: '/web:80' } },
          { containerPort: 53, hostPort: 0, servicePort: 10_001, protocol: 'udp', labels: {} },
        ],
        privileged: false,
        parameters: [],
        forcePullImage: false,
      },
    },
    healthChecks: [
      {
        protocol: 'TCP',
        portIndex: 1,
        gracePeriodSeconds: 300,
        intervalSeconds: 60,
        timeoutSeconds: 20,
        maxConsecutiveFailures: 3,
      },
    ],
    readinessChecks: [],
    dependencies: [],
    acceptedResourceRoles: null,
    ipAddress: null,
    residency: null,
    secrets: {},
    taskKillGracePeriodSeconds: null,
    unreachableStrategy: { inactiveAfterSeconds: 900, expungeAfterSeconds: 604_800 },
    killSelection: 'YOUNGEST_FIRST',
    ports: [10_000, 10_001],
    portDefinitions: [
      { port: 10_000, protocol: 'tcp', labels: {} },
      { port: 10_001, protocol: 'tcp', labels: {} },
    ],
    requirePorts: false,
    version: time,
    versionInfo: { lastScalingAt: time, lastConfigChangeAt: time },
  })
})

test('1.11: networks and mappings, and nothing that is not set', async () => {
  expect(await firstApp('1.11', {})).toEqual({
    ...plain,
    ...counts,
    ...backOff,
    ...upgrades,
    gpus: 0,
    networks: [{ mode: 'container/bridge' }],
    container: {
      type: 'DOCKER',
      docker: { image: 'web:1', forcePullImage: false, parameters: [], privileged: false },
      volumes: [],
      portMappings: [
        {
          containerPort: 80,
          hostPort: 0,
          servicePort: 10_000,
          protocol: 'tcp',
          name: 'http',
          labels: { VIP_0: '/web:80' },
          networkNames: [],
        },
        { containerPort: 53, hostPort: 0, servicePort: 10_001, protocol: 'udp', labels: {}, networkNames: [] },
      ],
    },
    requirePorts: false,
    role: '*',
    killSelection: 'YOUNGEST_FIRST',
    unreachableStrategy: { inactiveAfterSeconds: 0, expungeAfterSeconds: 0 },
    version: time,
    versionInfo: { lastScalingAt: time, lastConfigChangeAt: time },
  })
})

test.each([
  ['1.4', { container: null, ports: [10_000], portDefinitions: [{ port: 10_000, protocol: 'udp', name: 'dns', labels: {} }] }],
  ['1.5', { networks: [{ mode: 'host' }], portDefinitions: [{ port: 10_000, protocol: 'udp', name: 'dns', labels: {} }] }],
])('%s: a command on the host network', async (version, expected) => {
  const app = await firstApp(version, { image: undefined, network: 'host', ports: [{ protocol: 'udp', name: 'dns' }] })
  expect(app).toMatchObject({ ...expected, cmd: 'sleep 1000' })
  expect('container' in app).toBe(version === '1.4')
})

test('docker on the host network: mappings are null before 1.5, and left out since', async () => {
  const old = await firstApp('1.4', { network: 'host' })
  expect(old.container.docker).toMatchObject({ network: 'HOST', portMappings: null })
  const { container } = await firstApp('1.5', { network: 'host' })
  expect(Object.keys(container).sort()).toEqual(['docker', 'type', 'volumes'])
})

const user = { network: 'user', ports: [{ containerPort: 80 }, { containerPort: 443, hostPort: 0 }] } as const

test('a user network: USER with nulls and without ports at the top before 1.5, a named network since', async () => {
  const old = await firstApp('1.3', user)
  expect(old).toMatchObject({
    container: { docker: { network: 'USER', portMappings: [{ hostPort: null }, { hostPort: 0 }] } },
    ipAddress: { groups: [], labels: {}, discovery: { ports: [] }, networkName: 'dcos' },
  })
  expect(['ports', 'portDefinitions', 'requirePorts'].filter(name => name in old)).toEqual([])
  const app = await firstApp('1.11', { ...user, networkNames: ['a', 'b'] })
  expect(app.networks).toEqual([
    { mode: 'container', name: 'a' },
    { mode: 'container', name: 'b' },
  ])
  expect('hostPort' in app.container.portMappings[0]).toBe(false)
  expect(app.container.portMappings[1].hostPort).toBe(0)
  expect('portDefinitions' in app).toBe(false)
})

test('an address per task without docker: discovery ports before 1.5, mappings since', async () => {
  const own = { image: undefined, network: 'user', ports: [{ containerPort: 8080, name: 'rest' }] } as const
  const old = await firstApp('0.15', own)
  expect(old.ipAddress).toEqual({
    groups: [],
    labels: {},
    discovery: { ports: [{ number: 8080, name: 'rest', protocol: 'tcp' }] },
  })
  expect((await firstApp('1.5', own)).container).toMatchObject({ type: 'MESOS', portMappings: [{ containerPort: 8080 }] })
})

test.each([
  ['0.13', { network: 'user', image: undefined }, 'the network `user`'],
  ['1.1', { network: 'user' }, 'the network `user` with an image'],
  ['1.4', { network: 'bridge', image: undefined }, 'the network `bridge` without an image'],
  ['1.5', { network: 'none' }, 'the network `none`'],
  ['0.15', { ports: [{ protocol: 'udp,tcp' }] }, 'the protocol `udp,tcp`'],
  ['0.15', { resident: true }, 'a resident app'],
  ['1.0', { readinessChecks: [{ name: 'r' }] }, 'a readiness check'],
  ['1.4', { unreachableStrategy: 'disabled' }, '`unreachableStrategy: "disabled"`'],
])('%s refuses what it cannot run: %j', async (version, app, message) => {
  await expect(firstApp(version, app)).rejects.toThrow(`${message} is not part of Marathon`)
})

test('every mistake in an app is named', async () => {
  const simulator = await start()
  const wrong = { id: '/Web', ports: [{ containerPort: 70_000 }], colour: 'red' }
  expect(() => simulator.deploy(wrong as never)).toThrow(/id: .*ports\.0\.containerPort: .*colour/s)
})
