import type { AppSpec } from './app-spec.ts'
import type { Task } from './task.ts'

/** One version of an app. */
export interface Definition {
  readonly spec: AppSpec
  /** One per port. */
  readonly servicePorts: readonly number[]
  /** A time in ISO 8601, unique in the simulator. */
  readonly version: string
  readonly lastScalingAt: string
  /** The version that last changed more than the number of instances. */
  readonly lastConfigChangeAt: string
}

export interface TaskFailure {
  readonly taskId: string
  readonly host: string
  readonly slaveId: string
  readonly state: string
  readonly message: string
  readonly timestamp: string
  readonly version: string
}

/** An app and its tasks at one moment; every change makes a new one. */
export interface App {
  readonly id: string
  readonly definition: Definition
  /** Every version there was, the newest last. */
  readonly definitions: readonly Definition[]
  readonly tasks: readonly Task[]
  /** Ids of the deployments that concern it. */
  readonly deployments: readonly string[]
  readonly lastTaskFailure?: TaskFailure
}
