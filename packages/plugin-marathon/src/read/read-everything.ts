import { ProxymError } from '@proxym/core'
import type { GetJson } from '../http/client.ts'
import { describeValue, serverProblem } from '../http/errors.ts'
import type { JsonAnswer } from '../http/read-json.ts'
import type { App, Task } from '../mapping/document.ts'
import type { Pod } from '../mapping/pod-document.ts'
import { onlyOnce, type Read, readEachApp, readPods, readTasks } from '../mapping/read-documents.ts'
import { collectItems, joinReads } from './collect-items.ts'
import { collectEmbedded } from './read-embedded.ts'

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
  const apps = collectItems('apps', readEachApp, parts => onlyOnce(joinReads(parts)))
  const tasks = collectItems('tasks', readTasks, joinReads)
  const [ofApps, ofTasks] = await Promise.all([get('/v2/apps', apps), get('/v2/tasks', tasks)])
  if (ofApps.leader !== ofTasks.leader && ofApps.leader !== undefined && ofTasks.leader !== undefined) {
    if (!isFirst) throw new ProxymError(serverProblem.leaderChanged(ofApps.where))
    return readBoth(get, false)
  }
  return { apps: apps.all(existing(ofApps)), tasks: tasks.all(existing(ofTasks)) }
}

async function readEmbedded(get: GetJson): Promise<AppsAndTasks> {
  const collector = collectEmbedded()
  return collector.all(existing(await get('/v2/apps?embed=apps.tasks', collector)))
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
