import type { Definition } from './app.ts'

export type TaskState =
  | 'TASK_STAGING'
  | 'TASK_STARTING'
  | 'TASK_RUNNING'
  | 'TASK_KILLING'
  | 'TASK_KILLED'
  | 'TASK_FAILED'
  | 'TASK_FINISHED'
  | 'TASK_LOST'
  | 'TASK_UNREACHABLE'
  | 'TASK_GONE'

export interface IpAddress {
  readonly ipAddress: string
  readonly protocol: 'IPv4' | 'IPv6'
}

/** What the health checks of a task have found, as Marathon tells it. */
export interface Health {
  readonly alive: boolean
  readonly consecutiveFailures: number
  readonly firstSuccess: string | undefined
  readonly lastSuccess: string | undefined
  readonly lastFailure: string | undefined
  readonly lastFailureCause: string | undefined
}

export interface Task {
  readonly id: string
  readonly instanceId: string
  readonly appId: string
  /** The version of the app that it runs: its ports are those of this version. */
  readonly definition: Definition
  readonly host: string
  readonly slaveId: string
  /** Ports of the host only, in the order of the app's ports. */
  readonly ports: readonly number[]
  readonly ipAddresses: readonly IpAddress[]
  readonly state: TaskState
  readonly stagedAt: string
  readonly startedAt: string | undefined
  readonly health: Health | undefined
  /** Unreachable for so long that another took its place, or ended with its reservation kept. */
  readonly inactive: boolean
}

/** Whether a task does its app's work, or is about to. */
export function isActive(task: Task): boolean {
  return !task.inactive && ['TASK_STAGING', 'TASK_STARTING', 'TASK_RUNNING', 'TASK_UNREACHABLE'].includes(task.state)
}

/** Whether a task may receive requests: it runs, and its health checks agree. */
export function isReady(task: Task): boolean {
  return task.state === 'TASK_RUNNING' && (task.definition.spec.healthChecks.length === 0 || task.health?.alive === true)
}
