import type { Features } from '../features.ts'
import type { Definition } from '../model/app.ts'
import type { AppSpec } from '../model/app-spec.ts'
import { healthCheckDocument } from './health-check.ts'

/** An app as Marathon 1.5 and later writes it: with networks, and without what is not set. */
export function networkedApp({ spec, servicePorts, version, ...versions }: Definition, features: Features): object {
  const container = containerOf(spec, servicePorts)
  return {
    id: spec.id,
    ...commandOf(spec),
    backoffFactor: 1.15,
    backoffSeconds: 1,
    ...(container !== undefined && { container }),
    cpus: 0.1,
    disk: 0,
    executor: '',
    instances: spec.instances,
    labels: spec.labels,
    maxLaunchDelaySeconds: 3600,
    mem: 32,
    gpus: 0,
    ...(spec.healthChecks.length > 0 && { healthChecks: spec.healthChecks.map(check => healthCheckDocument(check, features)) }),
    ...(spec.readinessChecks.length > 0 && { readinessChecks: spec.readinessChecks }),
    networks: networksOf(spec),
    ...(spec.network === 'host' && { portDefinitions: portDefinitionsOf(spec, servicePorts) }),
    requirePorts: spec.requirePorts,
    ...(spec.resident && { residency: { relaunchEscalationTimeoutSeconds: 3600, taskLostBehavior: 'WAIT_FOREVER' } }),
    ...(features.hasRoles && { role: '*' }),
    upgradeStrategy: spec.upgradeStrategy,
    version,
    versionInfo: versions,
    killSelection: 'YOUNGEST_FIRST',
    unreachableStrategy: spec.unreachableStrategy ?? features.unreachable,
  }
}

function commandOf({ cmd, image }: AppSpec): object {
  const command = cmd ?? (image === undefined ? 'sleep 1000' : undefined)
  return command === undefined ? {} : { cmd: command }
}

function networksOf({ network, networkNames }: AppSpec): readonly object[] {
  if (network === 'bridge') return [{ mode: 'container/bridge' }]
  if (network === 'user') return networkNames.map(name => ({ name, mode: 'container' }))
  return [{ mode: 'host' }]
}

function containerOf(spec: AppSpec, servicePorts: readonly number[]): object | undefined {
  const hasMappings = spec.network === 'bridge' || spec.network === 'user'
  if (spec.image === undefined && !hasMappings) return undefined
  return {
    type: spec.image === undefined ? 'MESOS' : 'DOCKER',
    ...(spec.image !== undefined && {
      docker: { forcePullImage: false, image: spec.image, parameters: [], privileged: false },
    }),
    volumes: [],
    ...(hasMappings && { portMappings: spec.ports.map((port, index) => mappingOf(spec, port, servicePorts[index] ?? 0)) }),
  }
}

function mappingOf(spec: AppSpec, port: AppSpec['ports'][number], servicePort: number): object {
  const hostPort = port.hostPort ?? (spec.network === 'bridge' ? 0 : undefined)
  return {
    containerPort: port.containerPort,
    ...(hostPort !== undefined && { hostPort }),
    labels: port.labels,
    ...(port.name !== undefined && { name: port.name }),
    networkNames: port.networkNames,
    protocol: port.protocol,
    servicePort,
  }
}

function portDefinitionsOf(spec: AppSpec, servicePorts: readonly number[]): readonly object[] {
  return spec.ports.map(({ name, labels, protocol }, index) => ({
    labels,
    ...(name !== undefined && { name }),
    port: servicePorts[index] ?? 0,
    protocol,
  }))
}
