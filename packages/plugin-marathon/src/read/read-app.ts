import { ProxymError } from '@proxym/core'
import type { GetJson } from '../http/client.ts'
import { describeValue, serverProblem } from '../http/errors.ts'
import { normaliseId } from '../mapping/document.ts'
import { readApps, readPods, readTasks } from '../mapping/read-documents.ts'
import { fieldOf } from '../mapping/record.ts'
import { appIn, embeddedTasks, listIn } from './answers.ts'
import { appPath } from './app-path.ts'
import type { Everything } from './read-everything.ts'

/**
 * Read one app with its tasks, or one pod; undefined when Marathon says that there is none of this id.
 *
 * @throws ProxymError when the answer is about something else
 */
export async function readApp(get: GetJson, id: string, { pods }: { readonly pods: boolean }): Promise<Everything | undefined> {
  const path = appPath(id)
  if (path === undefined) return undefined
  const answer = await get(`/v2/apps/${path}?embed=app.tasks`)
  if (answer.body === undefined) return pods ? readPod(get, id, path) : undefined
  const app = appIn(answer)
  const given = fieldOf(app, 'id')
  if (typeof given !== 'string' || normaliseId(given) !== id) {
    throw new ProxymError(serverProblem.shape(answer.where, `the app \`${id}\``, describeValue(app)))
  }
  // A mock or a filtering proxy may leave the tasks out of the app.
  const tasks = embeddedTasks(app) ?? (await readTasksOf(get, id, path))
  return tasks === undefined ? undefined : { apps: readApps([app]), tasks: readTasks(tasks), pods: readPods([]) }
}

async function readTasksOf(get: GetJson, id: string, path: string): Promise<readonly unknown[] | undefined> {
  const answer = await get(`/v2/apps/${path}/tasks`)
  return answer.body === undefined ? undefined : embeddedTasks({ id, tasks: listIn(answer, 'tasks') })
}

async function readPod(get: GetJson, id: string, path: string): Promise<Everything | undefined> {
  const answer = await get(`/v2/pods/${path}::status`)
  if (answer.body === undefined) return undefined
  const given = fieldOf(answer.body, 'id')
  if (typeof given !== 'string' || normaliseId(given) !== id) {
    throw new ProxymError(serverProblem.shape(answer.where, `the pod \`${id}\``, describeValue(answer.body)))
  }
  return { apps: readApps([]), tasks: readTasks([]), pods: readPods([answer.body]) }
}
