import type { Random } from '../create-random.ts'
import type { Documents, Embed } from '../documents/create-documents.ts'
import { podStatus } from '../documents/pod-status.ts'
import type { Features } from '../features.ts'
import type { View } from '../model/create-world.ts'
import { type Answer, html, json, message } from './answer.ts'
import { answerTasks } from './answer-tasks.ts'
import type { Matched } from './route-of.ts'

/** The part of a request that answers depend on. */
export interface ApiRequest extends Matched {
  readonly method: string
  readonly query: URLSearchParams
  readonly accept: string | undefined
}

interface ApiParts {
  readonly features: Features
  readonly documents: Documents
  /** Lists come in another order each time, as from the real one. */
  readonly shuffle: Random | undefined
}

const embedNames: ReadonlySet<string> = new Set(['tasks', 'counts', 'deployments', 'lastTaskFailure', 'readiness', 'taskStats'])
const oneApp: readonly Embed[] = ['tasks', 'counts', 'deployments', 'lastTaskFailure', 'readiness']

/** Make what answers the routes that read apps, tasks and pods. */
export function createApi({ features, documents, shuffle }: ApiParts) {
  const appsOf = ({ apps }: View) => (shuffle === undefined ? [...apps.values()] : shuffled([...apps.values()], shuffle))

  const embedsOf = (query: URLSearchParams): ReadonlySet<Embed> => {
    const given = query.getAll('embed')
    const taken = features.takesManyEmbeds ? given : given.slice(0, 1)
    const names = taken.flatMap(each => {
      const [, prefix, name = ''] = /^(apps?)\.(.+)$/.exec(each) ?? []
      const isRight = prefix === 'apps' || (prefix === 'app' && features.takesManyEmbeds)
      if (!isRight) return []
      return name === 'failures' ? ['lastTaskFailure'] : [name]
    })
    return new Set(names.filter((name): name is Embed => embedNames.has(name)))
  }

  const answerApp = ({ route, appId, version, query }: ApiRequest, view: View): Answer => {
    const app = view.apps.get(appId)
    if (app === undefined) return message(404, `App '${appId}' does not exist`)
    if (route === '/v2/apps/:id/tasks') return json(200, `{"tasks":[${documents.tasks(app)}]}`)
    if (route === '/v2/apps/:id/versions') return json(200, { versions: app.definitions.map(each => each.version).reverse() })
    if (route === '/v2/apps/:id') {
      const embeds = query.has('embed') && features.takesManyEmbeds ? embedsOf(query) : new Set(oneApp)
      return json(200, `{"app":${documents.app(app, embeds)}}`)
    }
    const definition = app.definitions.find(each => each.version === version)
    if (definition === undefined) return message(404, `App '${appId}' does not exist in version ${version}`)
    return json(200, documents.definition(definition))
  }

  const answerPods = ({ route, method }: ApiRequest, { pods }: View): Answer => {
    if (!features.hasInstances) return html(404, 'Error 404 Not Found')
    if (route === '/v2/pods') return json(200, method === 'HEAD' ? '' : [...pods.values()].map(pod => pod.spec))
    return json(200, [...pods.values()].map(podStatus))
  }

  return (request: ApiRequest, view: View): Answer => {
    const { route, method } = request
    if (method !== 'GET' && method !== 'HEAD') return html(405, 'Error 405 Method Not Allowed')
    switch (route) {
      case '/v2/apps': {
        const embeds = embedsOf(request.query)
        return json(
          200,
          `{"apps":[${appsOf(view)
            .map(app => documents.app(app, embeds))
            .join(',')}]}`,
        )
      }
      case '/v2/tasks':
        return answerTasks(appsOf(view), request.accept, features, documents)
      case '/v2/pods':
      case '/v2/pods/::status':
        return answerPods(request, view)
      case '/v2/apps/:id':
      case '/v2/apps/:id/tasks':
      case '/v2/apps/:id/versions':
      case '/v2/apps/:id/versions/:version':
        return answerApp(request, view)
      default:
        return html(404, 'Error 404 Not Found')
    }
  }
}

function shuffled<T>(list: T[], random: Random): T[] {
  const keyed = list.map(value => ({ value, key: random.next() }))
  return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value)
}
