import { setImmediate } from 'node:timers/promises'
import { type App, normaliseId, type Task } from '../mapping/document.ts'
import type { OlderDefinition } from '../mapping/task-definition.ts'
import { type Mapping, toServices } from '../mapping/to-services.ts'
import type { MappingOptions } from '../options.ts'

// Some milliseconds long: 5,000 apps with 50,000 tasks would hold everything else up for a tenth of a second.
const appsPerTurn = 200

/** Map apps and tasks to services, giving the event loop a turn now and then. */
export async function toServicesInTurns(
  apps: readonly App[],
  tasks: readonly Task[],
  options: MappingOptions,
  older: OlderDefinition,
): Promise<Mapping> {
  const tasksOf = Map.groupBy(tasks, ({ appId }) => normaliseId(appId))
  const parts = []
  for (const some of slices(apps, appsPerTurn)) {
    const theirs = some.flatMap(({ id }) => tasksOf.get(normaliseId(id)) ?? [])
    parts.push(toServices(some, theirs, options, older))
    await setImmediate()
  }
  return {
    services: new Map(parts.flatMap(({ services }) => [...services])),
    problems: parts.flatMap(({ problems }) => problems),
  }
}

function* slices<T>(list: readonly T[], length: number): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += length) yield list.slice(at, at + length)
}
