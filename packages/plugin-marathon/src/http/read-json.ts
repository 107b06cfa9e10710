import { ProxymError } from '@proxym/core'
import type { Server } from '../options/server.ts'
import { serverProblem } from './errors.ts'
import { createListSplitter, type ListSink } from './list-splitter.ts'
import { readBody, takeBody } from './read-body.ts'
import type { MarathonResponse } from './send-request.ts'

/** A checked answer. */
export interface JsonAnswer {
  /** Where it came from, for messages. */
  readonly where: string
  /** The parsed body; undefined when Marathon says that there is no such thing (404). */
  readonly body: unknown
  /** Which instance leads, as far as the answer says. */
  readonly leader: string | undefined
}

/**
 * Check status, content type and syntax of an answer. With a sink, the items of its list go there instead of into the body. A 404 counts as "no such thing" only when it is JSON: anything else that
 * answers so is not Marathon.
 *
 * @throws ProxymError for everything else
 */
export async function readJson(server: Server, path: string, response: MarathonResponse, sink?: ListSink): Promise<JsonAnswer> {
  const where = server.url + path.replace(/\?.*/, '')
  const { status, headers, body } = response
  const contentType = String(headers['content-type'] ?? '')
  const isJson = /^application\/([a-z0-9.+-]+\+)?json\b/i.test(contentType)
  const fail = (problem: ReturnType<typeof serverProblem.empty>): ProxymError => {
    body.on('error', () => {}).destroy()
    return new ProxymError(problem)
  }
  if (status === 401 || status === 403) throw fail(serverProblem.refused(where, status))
  if (status !== 200 && !(status === 404 && isJson)) throw fail(serverProblem.status(where, status))
  const found = status !== 404
  const text = await readText(response, where, found ? sink : undefined)
  // Old standbys answer 200 and nothing at all, without a type.
  if (text.trim() === '') throw fail(serverProblem.empty(where))
  if (!isJson) throw fail(serverProblem.contentType(where, contentType))
  const leader = headers['x-marathon-leader']
  return {
    where,
    body: found ? parse(text, where) : undefined,
    leader: typeof leader === 'string' ? leader : undefined,
  }
}

/** The text of a body; with a sink, without the items of the list. */
async function readText({ headers, body }: MarathonResponse, where: string, sink: ListSink | undefined): Promise<string> {
  const encoding = String(headers['content-encoding'] ?? '')
  if (sink === undefined) return readBody(body, encoding, where)
  const splitter = createListSplitter(sink)
  try {
    await takeBody(body, encoding, where, splitter.write)
  } catch (error) {
    throw error instanceof SyntaxError ? new ProxymError(serverProblem.json(where, error)) : error
  }
  return splitter.end()
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ProxymError(serverProblem.json(where, error))
  }
}
