import type { Features } from '../features.ts'
import type { Health, Task } from '../model/task.ts'

/** A task as `/v2/tasks` and embedded lists write it. `servicePorts` are those of the app, left out when there are none. */
export function taskDocument(task: Task, features: Features, servicePorts: readonly number[] = []): object {
  const { leavesOut } = features
  return {
    id: task.id,
    appId: task.appId,
    host: task.host,
    ...(features.taskHasSlaveId && { slaveId: task.slaveId }),
    ...(features.taskHasState && { state: stateOf(task, features) }),
    // Of a task that is not active only the newest versions write an empty list.
    ...(isWritten(task, features) ? timesOf(task, leavesOut) : leavesOut && { ports: [] }),
    ...(features.hasIpAddress && task.ipAddresses.length > 0 && { ipAddresses: task.ipAddresses }),
    ...(features.hasResidency && task.definition.spec.resident && { localVolumes: [localVolume(task)] }),
    ...(servicePorts.length > 0 && { servicePorts }),
    ...(task.health !== undefined && { healthCheckResults: [healthDocument(task, task.health, features)] }),
    ...(features.hasRoles && { role: '*' }),
  }
}

// The state between was an option that few switched on, until instances had it.
function stateOf({ state }: Task, { hasInstances }: Features): string {
  return state === 'TASK_KILLING' && !hasInstances ? 'TASK_RUNNING' : state
}

// Before 1.0 there were no tasks that only hold a reservation.
function isWritten({ inactive, state }: Task, { hasResidency }: Features): boolean {
  return (
    !hasResidency || (!inactive && !['TASK_KILLED', 'TASK_FAILED', 'TASK_FINISHED', 'TASK_LOST', 'TASK_GONE'].includes(state))
  )
}

function timesOf({ stagedAt, startedAt, ports, definition }: Task, leavesOut: boolean): object {
  return {
    stagedAt,
    ...(startedAt === undefined ? !leavesOut && { startedAt: null } : { startedAt }),
    ports,
    version: definition.version,
  }
}

function localVolume({ instanceId }: Task): object {
  return { containerPath: 'data', persistenceId: `${instanceId.replace(/\.(instance-)?/, '#data#')}` }
}

function healthDocument(task: Task, health: Health, features: Features): object {
  const optional = { firstSuccess: health.firstSuccess, lastFailure: health.lastFailure, lastSuccess: health.lastSuccess }
  const cause = features.hasVersionInfo && { lastFailureCause: health.lastFailureCause }
  return {
    alive: health.alive,
    consecutiveFailures: health.consecutiveFailures,
    ...withNulls({ ...optional, ...cause }, features.leavesOut),
    ...(features.hasInstances ? { instanceId: task.instanceId } : { taskId: task.id }),
  }
}

function withNulls(fields: Readonly<Record<string, string | undefined>>, leavesOut: boolean): object {
  const given = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined && leavesOut ? [] : [[name, value ?? null] as const],
  )
  return Object.fromEntries(given)
}
