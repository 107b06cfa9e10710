import type { Clock } from '../clock.ts'
import type { Random } from '../create-random.ts'
import { notInVersion } from '../errors.ts'
import type { EventBus } from '../events/create-event-bus.ts'
import type { Features } from '../features.ts'
import { SimulatorError } from '../simulator-error.ts'
import type { World } from './create-world.ts'
import { type PodInput, type PodInstance, type PodSpec, parsePod } from './pod.ts'

interface PodParts {
  readonly world: World
  readonly clock: Clock
  readonly features: Features
  readonly bus: EventBus
  readonly random: Random
  readonly hosts: readonly string[]
}

/** Make what users do to pods. They run at once: nothing here is about how they start. */
export function createPods({ world, clock, features, bus, random, hosts }: PodParts) {
  let placed = 0
  const stamp = (): string => new Date(clock.now()).toISOString()

  const launch = (spec: PodSpec, version: string): PodInstance => {
    const id = `${spec.id.slice(1).replaceAll('/', '_')}.instance-${random.uuid()}`
    const host = hosts[placed % hosts.length] ?? '10.0.1.1'
    const wanted = spec.containers.flatMap(({ name, endpoints }) =>
      endpoints
        .filter(({ hostPort }) => hostPort !== undefined)
        .map(endpoint => [`${name}/${endpoint.name}`, endpoint.hostPort] as const),
    )
    const hostPorts = Object.fromEntries(wanted.map(([name, port], index) => [name, port || 20_000 + placed * 10 + index]))
    const slaveId = `20200101-000000-16842879-5050-1-S${placed % hosts.length}`
    placed += 1
    const addresses = spec.network === 'user' ? spec.networkNames.map((_, index) => `9.${index}.1.${1 + (placed % 250)}`) : [host]
    bus.publish('instance_changed_event', {
      instanceId: id,
      condition: 'Running',
      runSpecId: spec.id,
      agentId: slaveId,
      host,
      runSpecVersion: version,
    })
    return { id, host, slaveId, since: stamp(), addresses, hostPorts, healthy: {} }
  }

  const tell = (type: string, id: string): void => bus.publish(type, { clientIp: '127.0.0.1', uri: `/v2/pods${id}` })
  const tellOfGroup = (id: string): void =>
    bus.publish('group_change_success', { groupId: id.slice(0, id.lastIndexOf('/')) || '/', version: stamp() })

  return {
    /** Create a pod, or replace it. */
    deployPod(input: PodInput): void {
      if (!features.hasInstances) throw new SimulatorError(notInVersion('a pod', features.version.text, 'from 1.4'))
      const spec = parsePod(input)
      tell(world.pods.has(spec.id) ? 'pod_updated_event' : 'pod_created_event', spec.id)
      tellOfGroup(spec.id)
      const version = stamp()
      const instances = Array.from({ length: spec.instances }, () => launch(spec, version))
      world.pods.set(spec.id, { spec, version, instances })
    },
    removePod(id: string): void {
      if (!world.pods.delete(id)) return
      tell('pod_deleted_event', id)
      tellOfGroup(id)
    },
    /** Say whether a container of every instance of a pod is healthy. */
    setPodHealth(id: string, container: string, isHealthy: boolean): void {
      const pod = world.pods.get(id)
      if (pod === undefined) return
      const instances = pod.instances.map(each => ({ ...each, healthy: { ...each.healthy, [container]: isHealthy } }))
      world.pods.set(id, { ...pod, instances })
      for (const { id: instanceId } of instances)
        bus.publish('instance_health_changed_event', {
          instanceId,
          runSpecId: id,
          healthy: isHealthy,
          runSpecVersion: pod.version,
        })
    },
  }
}
