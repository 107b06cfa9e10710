import type { Documents } from '../documents/create-documents.ts'
import type { Features } from '../features.ts'
import type { App } from '../model/app.ts'
import { type Answer, html, json, text } from './answer.ts'

/** `/v2/tasks`, in the type that this version gives for an `Accept`. */
export function answerTasks(apps: readonly App[], accept: string | undefined, features: Features, documents: Documents): Answer {
  const type = typeOf(accept, features)
  if (type === 'text') return text(200, apps.flatMap(linesOf).join(''))
  if (type === 'none') return html(406, 'Error 406 Not Acceptable')
  const tasks = apps.map(app => documents.tasks(app)).filter(each => each !== '')
  return json(200, `{"tasks":[${tasks.join(',')}]}`)
}

function typeOf(accept: string | undefined, { textTasks }: Features): 'json' | 'text' | 'none' {
  const accepted = (accept ?? '*/*').split(',').map(each => each.split(';')[0]?.trim())
  const takesAny = accepted.includes('*/*')
  if (accepted.includes('application/json') || accepted.includes('application/*')) return 'json'
  if (textTasks === 'preferred' && takesAny) return 'text'
  if (takesAny) return 'json'
  const takesText = accepted.includes('text/plain') || accepted.includes('text/*')
  return takesText && textTasks !== 'refused' ? 'text' : 'none'
}

/** One line per service port: the id, the port, and every address. */
function linesOf({ id, definition, tasks }: App): readonly string[] {
  const name = id.slice(1).replaceAll('/', '_')
  return definition.servicePorts.map((servicePort, index) => {
    const addresses = tasks.flatMap(({ host, ports }) => (ports[index] === undefined ? [] : [`${host}:${ports[index]}`]))
    return `${[name, servicePort, ...addresses].join('\t')}\t\n`
  })
}
