import { ProxymError } from '@proxym/core'
import type { GetJson } from '../http/client.ts'
import { describeValue, serverProblem } from '../http/errors.ts'
import type { JsonAnswer } from '../http/read-json.ts'
import { type App, normaliseId, type Task } from '../mapping/document.ts'
import { appProblem } from '../mapping/errors.ts'
import type { Pod } from '../mapping/pod-document.ts'
import { type Read, readPods } from '../mapping/read-documents.ts'
import { embeddedTasks, fieldOf, listIn } from './answers.ts'
import { readAppsInTurns, readTasksInTurns } from './in-turns.ts'

/** What one server knows, of one moment as far as Marathon allows. */
export interface Everything {
  readonly apps: Read<App>
  readonly tasks: Read<Task>
  readonly pods: Read<Pod>
}

/** What is asked for. */
export interface ReadOptions {
  readonly embed: boolean
  readonly pods: boolean
}

/** Read all apps, tasks and pods from one server. */
export async function readEverything(get: GetJson, { embed, pods }: ReadOptions): Promise<Everything> {
  const [known, podStatus] = await Promise.all([
    embed ? readEmbedded(get) : readBoth(get, true),
    pods ? get('/v2/pods/::status') : undefined,
  ])
  return { ...known, pods: readPods(podList(podStatus)) }
}

type AppsAndTasks = Pick<Everything, 'apps' | 'tasks'>

async function readBoth(get: GetJson, isFirst: boolean): Promise<AppsAndTasks> {
  const [apps, tasks] = await Promise.all([get('/v2/apps'), get('/v2/tasks')])
  if (apps.leader !== tasks.leader && apps.leader !== undefined && tasks.leader !== undefined) {
    if (!isFirst) throw new ProxymError(serverProblem.leaderChanged(apps.where))
    return readBoth(get, false)
  }
  const lists = { apps: listIn(existing(apps), 'apps'), tasks: listIn(existing(tasks), 'tasks') }
  return { apps: await readAppsInTurns(lists.apps), tasks: await readTasksInTurns(lists.tasks) }
}

async function readEmbedded(get: GetJson): Promise<AppsAndTasks> {
  const answer = existing(await get('/v2/apps?embed=apps.tasks'))
  const all = listIn(answer, 'apps')
  const tasks = new Map(all.map(app => [app, embeddedTasks(app)]))
  const without = all.filter(app => tasks.get(app) === undefined)
  if (without.length > 0 && without.length === all.length) {
    throw new ProxymError(serverProblem.shape(answer.where, 'apps with a list of tasks in `tasks`', describeValue(all[0])))
  }
  const apps = await readAppsInTurns(all.filter(app => tasks.get(app) !== undefined))
  return { apps: addMalformed(apps, without), tasks: await readTasksInTurns([...tasks.values()].flatMap(list => list ?? [])) }
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

// These paths exist in every version: a 404 comes from something else.
function existing(answer: JsonAnswer): JsonAnswer {
  if (answer.body !== undefined) return answer
  throw new ProxymError(serverProblem.status(answer.where, 404))
}

// Up to 1.3 there are no pods: that is no failure.
function podList(answer: JsonAnswer | undefined): readonly unknown[] {
  if (answer === undefined || answer.body === undefined) return []
  if (Array.isArray(answer.body)) return answer.body
  throw new ProxymError(serverProblem.shape(answer.where, 'a list of pods', describeValue(answer.body)))
}
