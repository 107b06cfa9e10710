import type { EventBus } from '../events/create-event-bus.ts'
import type { DeploymentEvents, Plan } from '../events/deployment-events.ts'
import type { Lifecycle } from './create-lifecycle.ts'
import type { World } from './create-world.ts'
import { type Action, decideTasks } from './decide-tasks.ts'

interface Running {
  readonly plan: Plan
  step: number
}

interface DeploymentParts {
  readonly world: World
  readonly bus: EventBus
  readonly events: DeploymentEvents
  readonly lifecycle: Pick<Lifecycle, 'launch' | 'kill'>
}

/** Make what carries out plans step by step, and keeps apps at their number of tasks in between. */
export function createDeployments({ world, bus, events, lifecycle }: DeploymentParts) {
  const byApp = new Map<string, Running>()

  const actionFor = (appId: string): Action | undefined => {
    const running = byApp.get(appId)
    if (running !== undefined) return running.plan.steps[running.step]?.find(({ app }) => app === appId)?.action
    return world.leaving.has(appId) ? 'StopApplication' : 'ScaleApplication'
  }

  const act = (appId: string): boolean => {
    const app = world.find(appId)
    const action = actionFor(appId)
    if (app === undefined || action === undefined) return true
    const { launch, kill, done } = decideTasks(app, action)
    for (const task of kill) lifecycle.kill(task)
    for (let count = 0; count < launch; count++) {
      const current = world.find(appId)
      if (current !== undefined) lifecycle.launch(current)
    }
    if (done && action === 'StopApplication') {
      world.leaving.delete(appId)
      bus.publish('app_terminated_event', { appId })
    }
    return done
  }

  const mark = ({ steps, id }: Plan, isRunning: boolean): void => {
    for (const appId of new Set(steps.flat().map(({ app }) => app))) {
      const app = world.find(appId)
      const others = app?.deployments.filter(each => each !== id) ?? []
      if (app !== undefined) world.put({ ...app, deployments: isRunning ? [...others, id] : others })
    }
  }

  const finish = (running: Running, type: 'deployment_success' | 'deployment_failed'): void => {
    for (const [appId, each] of byApp) if (each === running) byApp.delete(appId)
    mark(running.plan, false)
    bus.publish(type, events.end(running.plan))
  }

  const proceed = (running: Running): void => {
    for (;;) {
      const actions = running.plan.steps[running.step]
      if (actions === undefined) break
      // Each one acts, also when an earlier one is not done.
      const done = actions.map(({ app }) => act(app)).every(Boolean)
      if (!done) return
      bus.publish('deployment_step_success', events.step(running.plan, running.step))
      running.step += 1
      if (running.step < running.plan.steps.length) bus.publish('deployment_info', events.step(running.plan, running.step))
    }
    finish(running, 'deployment_success')
  }

  return {
    /** Carry out a plan. Another one that concerns the same apps is given up. */
    start(plan: Plan): void {
      const apps = plan.steps.flat().map(({ app }) => app)
      for (const appId of apps) {
        const other = byApp.get(appId)
        if (other !== undefined) finish(other, 'deployment_failed')
      }
      const running: Running = { plan, step: 0 }
      for (const appId of apps) byApp.set(appId, running)
      mark(plan, true)
      if (plan.steps.length > 0) bus.publish('deployment_info', events.step(plan, 0))
      proceed(running)
    },
    /** Tasks of an app changed: go on, or put right what is missing. */
    changed(appId: string): void {
      const running = byApp.get(appId)
      if (running === undefined) act(appId)
      else proceed(running)
    },
  }
}
