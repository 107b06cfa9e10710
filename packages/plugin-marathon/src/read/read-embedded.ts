import { ProxymError } from '@proxym/core'
import { describeValue, serverProblem } from '../http/errors.ts'
import type { JsonAnswer } from '../http/read-json.ts'
import { type App, normaliseId, type Task } from '../mapping/document.ts'
import { appProblem } from '../mapping/errors.ts'
import { onlyOnce, type Read, readEachApp, readTasks } from '../mapping/read-documents.ts'
import { fieldOf } from '../mapping/record.ts'
import { embeddedTasks } from './answers.ts'
import { collectItems, joinReads } from './collect-items.ts'

/** Some of the apps of an answer, with the tasks that stand in them. */
interface Part {
  readonly apps: Read<App>
  readonly tasks: Read<Task>
  /** Apps that bring no list of tasks. */
  readonly without: readonly unknown[]
  readonly count: number
}

/** Collects apps that bring their tasks. */
export function collectEmbedded() {
  const collector = collectItems('apps', readPart, parts => parts)
  return {
    ...collector,
    /** @throws ProxymError `PROXYM_MARATHON_SHAPE` also when no app has tasks: such a server does not embed them */
    all(answer: JsonAnswer): { readonly apps: Read<App>; readonly tasks: Read<Task> } {
      const parts = collector.all(answer)
      const without = parts.flatMap(part => part.without)
      if (without.length > 0 && without.length === parts.reduce((sum, { count }) => sum + count, 0)) {
        const given = describeValue(without[0])
        throw new ProxymError(serverProblem.shape(answer.where, 'apps with a list of tasks in `tasks`', given))
      }
      const apps = onlyOnce(joinReads(parts.map(part => part.apps)))
      return { apps: addMalformed(apps, without), tasks: joinReads(parts.map(part => part.tasks)) }
    },
  }
}

function readPart(items: readonly unknown[]): Part {
  const tasks = items.map(embeddedTasks)
  return {
    apps: readEachApp(items.filter((_, index) => tasks[index] !== undefined)),
    tasks: readTasks(tasks.flatMap(list => list ?? [])),
    without: items.filter((_, index) => tasks[index] === undefined),
    count: items.length,
  }
}

function addMalformed(apps: Read<App>, without: readonly unknown[]): Read<App> {
  const ids = without.flatMap(app => {
    const id = fieldOf(app, 'id')
    return typeof id === 'string' && id !== '' ? normaliseId(id) : []
  })
  const problems = ids.map(id => [id, appProblem.malformed(id, '`tasks` must be a list')] as const)
  return {
    ...apps,
    malformed: new Map([...apps.malformed, ...problems]),
    nameless: apps.nameless + without.length - ids.length,
  }
}
