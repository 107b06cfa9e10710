import type { Problem, ServiceInput } from '@proxym/core'
import type { MappingOptions } from '../options.ts'
import { appServices } from './app-services.ts'
import { type App, normaliseId, type Task } from './document.ts'
import type { OlderDefinition } from './task-definition.ts'

/** What apps and tasks mean: the services of each app by its id, and what could not be used of them. */
export interface Mapping {
  readonly services: ReadonlyMap<string, readonly ServiceInput[]>
  readonly problems: readonly Problem[]
}

/**
 * Make services of apps and tasks, in the format of any version of Marathon. The order of neither matters. An app without a
 * running task has an empty list; tasks of apps that are not given are left out.
 *
 * @param older the definitions that tasks still run while their app is being deployed
 */
export function toServices(
  apps: readonly App[],
  tasks: readonly Task[],
  options: MappingOptions,
  older: OlderDefinition = () => undefined,
): Mapping {
  const tasksOf = Map.groupBy(tasks, ({ appId }) => normaliseId(appId))
  const services = new Map<string, readonly ServiceInput[]>()
  const problems: Problem[] = []
  for (const app of apps) {
    const id = normaliseId(app.id)
    services.set(id, appServices(app, tasksOf.get(id) ?? [], { options, older, report: problem => problems.push(problem) }))
  }
  return { services, problems }
}
