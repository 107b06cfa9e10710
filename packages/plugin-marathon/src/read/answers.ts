import { ProxymError } from '@proxym/core'
import { describeValue, serverProblem } from '../http/errors.ts'
import type { JsonAnswer } from '../http/read-json.ts'
import { fieldOf, isRecord } from '../mapping/record.ts'

/**
 * The list in an answer. An object without it is a failure, whatever its status: `{"message":…}` is not "no apps".
 *
 * @throws ProxymError `PROXYM_MARATHON_SHAPE`
 */
export function listIn({ where, body }: JsonAnswer, name: 'apps' | 'tasks'): readonly unknown[] {
  const list = fieldOf(body, name)
  if (Array.isArray(list)) return list
  const given = list === undefined ? describeValue(body) : `\`${name}\` that is ${describeValue(list)}`
  throw new ProxymError(serverProblem.shape(where, `a list of ${name} in \`${name}\``, given))
}

/**
 * The app in an answer about one app.
 *
 * @throws ProxymError `PROXYM_MARATHON_SHAPE`
 */
export function appIn({ where, body }: JsonAnswer): object {
  const app = fieldOf(body, 'app')
  if (typeof app === 'object' && app !== null && !Array.isArray(app)) return app
  throw new ProxymError(serverProblem.shape(where, 'an app in `app`', describeValue(body)))
}

/** The tasks that stand in their app; undefined when there is no list of them. */
export function embeddedTasks(app: unknown): readonly unknown[] | undefined {
  const tasks = fieldOf(app, 'tasks')
  if (!Array.isArray(tasks)) return undefined
  const appId = fieldOf(app, 'id')
  // Such a task need not name its app in every version.
  return tasks.map(task => (isRecord(task) && task['appId'] === undefined ? { ...task, appId } : task))
}
