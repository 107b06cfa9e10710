import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Simulator } from '../create-simulator.ts'
import { invalidInput, unknownControl } from '../errors.ts'
import { urlOf } from '../http/answer.ts'
import { mistakesOf } from '../model/app-spec.ts'
import { SimulatorError } from '../simulator-error.ts'
import { controlActions, controlStatus } from './control-actions.ts'

/** Takes a request, or leaves it. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => boolean

const bodyLimit = 1024 * 1024

/** Answer what is asked under `/simulator`. */
export function handleControl(simulator: Simulator, request: IncomingMessage, response: ServerResponse): boolean {
  const { pathname } = urlOf(request)
  if (pathname !== '/simulator' && !pathname.startsWith('/simulator/')) return false
  const answer = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
  }
  const perform = async (): Promise<void> => {
    if (pathname === '/simulator' && request.method === 'GET') return answer(200, controlStatus(simulator))
    // A web page can send JSON to another host only after it was allowed to.
    const isJson = request.headers['content-type']?.split(';')[0] === 'application/json'
    if (request.method !== 'POST' || !isJson) return answer(415, { message: 'Send POST with `content-type: application/json`.' })
    answer(200, (await act(simulator, pathname, await bodyOf(request))) ?? {})
  }
  perform().catch((error: unknown) => answer(400, { message: error instanceof Error ? error.message : String(error) }))
  return true
}

async function act(simulator: Simulator, pathname: string, body: string): Promise<unknown> {
  const name = pathname.replace(/^\/simulator\/?/, '')
  const action = Object.hasOwn(controlActions, name) ? controlActions[name] : undefined
  if (action === undefined) throw new SimulatorError(unknownControl(pathname, Object.keys(controlActions)))
  const input = action.input.safeParse(body === '' ? {} : JSON.parse(body))
  if (!input.success) throw new SimulatorError(invalidInput(name, mistakesOf(input.error)))
  return action.run(simulator, input.data)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length > bodyLimit) throw new RangeError(`A body may have ${bodyLimit} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
