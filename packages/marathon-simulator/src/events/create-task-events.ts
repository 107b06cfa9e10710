import { healthCheckDocument } from '../documents/health-check.ts'
import type { Features } from '../features.ts'
import type { Task, TaskState } from '../model/task.ts'
import type { EventBus } from './create-event-bus.ts'

const conditions: Readonly<Record<TaskState, string>> = {
  TASK_STAGING: 'Staging',
  TASK_STARTING: 'Starting',
  TASK_RUNNING: 'Running',
  TASK_KILLING: 'Killing',
  TASK_KILLED: 'Killed',
  TASK_FAILED: 'Failed',
  TASK_FINISHED: 'Finished',
  TASK_LOST: 'Unknown',
  TASK_UNREACHABLE: 'Unreachable',
  TASK_GONE: 'Gone',
}

/** What happens to tasks, told in the events of one version. */
export interface TaskEvents {
  /** An entry was made for a task that is not launched yet. */
  created(task: Task): void
  /** Mesos told of a state. `message` is what it gave as the reason. */
  status(task: Task, message?: string): void
  /** Only the condition of the instance changed. */
  condition(task: Task, condition: string): void
  health(task: Task, alive: boolean): void
  failedCheck(task: Task): void
  unhealthyKill(task: Task, reason: string): void
}

export function createTaskEvents(features: Features, bus: EventBus): TaskEvents {
  const condition = (task: Task, name: string): void => {
    if (!features.hasInstances) return
    const { instanceId, slaveId: agentId, host } = task
    const runSpec = { runSpecId: task.appId, runSpecVersion: task.definition.version }
    bus.publish('instance_changed_event', { instanceId, condition: name, ...runSpec, agentId, host })
  }
  // From 1.4 on, the task of a health event is its instance, in one event under its old name.
  const idOf = (task: Task): object => (features.hasInstances ? { instanceId: task.instanceId } : { taskId: task.id })

  return {
    condition,
    created: task => condition(task, features.provisions ? 'Provisioned' : 'Created'),
    status(task, message = '') {
      condition(task, conditions[task.state])
      bus.publish('status_update_event', {
        slaveId: task.slaveId,
        taskId: task.id,
        taskStatus: task.state,
        message,
        appId: task.appId,
        host: task.host,
        ...(features.hasIpAddress && { ipAddresses: task.ipAddresses }),
        ports: task.ports,
        version: task.definition.version,
      })
    },
    health(task, alive) {
      const { version } = task.definition
      bus.publish('health_status_changed_event', { appId: task.appId, ...idOf(task), version, alive })
      if (!features.hasInstances) return
      const { instanceId, appId: runSpecId } = task
      bus.publish('instance_health_changed_event', { instanceId, runSpecId, healthy: alive, runSpecVersion: version })
    },
    failedCheck(task) {
      const [check] = task.definition.spec.healthChecks
      const taskId = features.hasInstances ? task.instanceId : task.id
      bus.publish('failed_health_check_event', {
        appId: task.appId,
        taskId,
        healthCheck: check === undefined ? {} : healthCheckDocument(check, features),
      })
    },
    unhealthyKill(task, reason) {
      const { appId, id: taskId, host, slaveId } = task
      const common = { appId, taskId, version: task.definition.version, reason, host, slaveId }
      if (features.hasInstances) bus.publish('unhealthy_instance_kill_event', { ...common, instanceId: task.instanceId })
      else if (features.hasPortDefinitions) bus.publish('unhealthy_task_kill_event', common)
    },
  }
}
