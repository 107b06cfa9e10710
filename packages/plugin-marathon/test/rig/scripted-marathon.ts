import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** One request that came. */
export interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
}

/** Answers a request itself by returning true, else the usual answer follows. */
export type Script = (seen: Seen, response: ServerResponse) => boolean | undefined

/** A Marathon that answers what a test says. */
export interface ScriptedMarathon {
  readonly url: string
  readonly seen: readonly Seen[]
  /** The paths that were asked for, without their queries, since the last call. */
  asked(): readonly string[]
  apps: readonly unknown[]
  tasks: readonly unknown[]
  pods: readonly unknown[] | undefined
  versions: Readonly<Record<string, unknown>>
  callbackUrls: string[] | undefined
  /** Whether `/v2/events` exists. */
  hasStream: boolean
  script: Script | undefined
  /** Resolves when a stream is open. */
  streaming(): Promise<void>
  /** Send text on every open stream. */
  write(text: string): void
  /** Send an event on every open stream. */
  send(eventType: string, fields?: object): void
  /** End every open stream. */
  hangUp(): void
  close(): Promise<void>
}

/** Start one; it ends with the test. */
export async function scriptedMarathon(
  start: Partial<Pick<ScriptedMarathon, 'apps' | 'tasks' | 'script' | 'hasStream' | 'callbackUrls'>> = {},
): Promise<ScriptedMarathon> {
  const seen: Seen[] = []
  const streams = new Set<ServerResponse>()
  let reported = 0
  let opened = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    const one: Seen = { method: request.method ?? '', path: request.url ?? '', headers: request.headers }
    seen.push(one)
    if (marathon.script?.(one, response) === true) return
    answer(one, response)
  })
  const answer = ({ method, path }: Seen, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(path, 'http://m')
    if (pathname === '/v2/events' && marathon.hasStream) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(eventText('event_stream_attached', {}))
      streams.add(response)
      response.on('close', () => streams.delete(response))
      opened.resolve()
    } else if (pathname === '/v2/eventSubscriptions' && marathon.callbackUrls !== undefined) {
      const url = searchParams.get('callbackUrl') ?? ''
      if (method === 'POST') marathon.callbackUrls.push(url)
      if (method === 'DELETE') marathon.callbackUrls = marathon.callbackUrls.filter(other => other !== url)
      json(response, 200, { callbackUrls: marathon.callbackUrls })
    } else json(response, ...documentOf(marathon, pathname, searchParams.has('embed')))
  }
  const marathon: ScriptedMarathon = {
    url: '',
    seen,
    asked: () => seen.slice(reported, (reported = seen.length)).map(({ path }) => path.replace(/\?.*/, '')),
    apps: [],
    tasks: [],
    pods: undefined,
    versions: {},
    callbackUrls: undefined,
    hasStream: true,
    script: undefined,
    ...start,
    streaming: () => opened.promise,
    write: text => {
      for (const stream of streams) stream.write(text)
    },
    send: (eventType, fields = {}) => marathon.write(eventText(eventType, fields)),
    hangUp: () => {
      opened = Promise.withResolvers()
      for (const stream of streams) stream.end()
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => marathon.close())
  return Object.assign(marathon, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}

/** Answer with JSON. */
export function json(response: ServerResponse, status: number, body: unknown): true {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  return true
}

/** An event as Marathon writes it. */
function eventText(eventType: string, fields: object): string {
  return `event: ${eventType}\r\ndata: ${JSON.stringify({ ...fields, eventType })}\r\n\r\n`
}

type Identified = { readonly id?: string; readonly appId?: string }

function documentOf(
  { apps, tasks, pods, versions }: ScriptedMarathon,
  path: string,
  isEmbed: boolean,
): readonly [number, unknown] {
  const missing = [404, { message: `'${path}' does not exist` }] as const
  const withTasks = (app: unknown) => {
    const { id } = app as Identified
    return { ...(app as object), tasks: tasks.filter(task => (task as Identified).appId === id) }
  }
  if (path === '/v2/apps') return [200, { apps: isEmbed ? apps.map(withTasks) : apps }]
  if (path === '/v2/tasks') return [200, { tasks }]
  if (path === '/v2/pods/::status') return pods === undefined ? missing : [200, pods]
  const version = versions[path]
  if (version !== undefined) return [200, version]
  const pod = pods?.find(pod => path === `/v2/pods${(pod as Identified).id}::status`)
  if (pod !== undefined) return [200, pod]
  const app = apps.find(app => path === `/v2/apps${(app as Identified).id}`)
  return app === undefined ? missing : [200, { app: withTasks(app) }]
}
