import { setImmediate } from 'node:timers/promises'
import { type App, normaliseId, type Task } from '../mapping/document.ts'
import { onlyOnce, type Read, readEachApp, readTasks } from '../mapping/read-documents.ts'
import type { OlderDefinition } from '../mapping/task-definition.ts'
import { type Mapping, toServices } from '../mapping/to-services.ts'
import type { MappingOptions } from '../options.ts'

// Each some milliseconds long: 5,000 apps with 50,000 tasks would hold everything else up for a quarter of a second.
const tasksPerTurn = 2_000
const appsPerTurn = 200

/** Read tasks, giving the event loop a turn now and then. */
export function readTasksInTurns(given: readonly unknown[]): Promise<Read<Task>> {
  return readInTurns(given, tasksPerTurn, readTasks)
}

/** Read apps, giving the event loop a turn now and then. */
export async function readAppsInTurns(given: readonly unknown[]): Promise<Read<App>> {
  return onlyOnce(await readInTurns(given, appsPerTurn, readEachApp))
}

async function readInTurns<T>(
  given: readonly unknown[],
  perTurn: number,
  read: (some: readonly unknown[]) => Read<T>,
): Promise<Read<T>> {
  const parts: Read<T>[] = []
  for (const some of slices(given, perTurn)) {
    parts.push(read(some))
    await setImmediate()
  }
  return {
    items: parts.flatMap(({ items }) => items),
    malformed: new Map(parts.flatMap(({ malformed }) => [...malformed])),
    nameless: parts.reduce((sum, { nameless }) => sum + nameless, 0),
    problems: parts.flatMap(({ problems }) => problems),
  }
}

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
