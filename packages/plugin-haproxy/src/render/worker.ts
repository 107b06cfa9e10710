import { isDeepStrictEqual } from 'node:util'
import { parentPort } from 'node:worker_threads'
import type { DeniedListener } from '../data/listeners.ts'
import { createDataBuilder } from '../data/template-data.ts'
import type { TemplateService } from '../data/template-service.ts'
import type { ReservedPorts } from '../lint/index.ts'
import { createEngine } from './engine.ts'
import { type Fault, faultOf } from './fault.ts'
import type { SideFile } from './mapfile-tag.ts'
import type { Sources } from './template-files.ts'
import { createListReceiver, createListSender, type ListDelta, type Numbered } from './transfer.ts'

/** What the thread is asked: render services with one version of the template. */
export interface RenderRequest {
  readonly path: string
  readonly root: string
  /** Versions are numbered; each is parsed once. */
  readonly version: number
  readonly sources: Sources
  readonly outputChars: number
  readonly filePrefix: string
  /** From the services that the thread has to those that are meant; undefined: none are meant, and it keeps what it has. */
  readonly services: ListDelta<TemplateService> | undefined
  readonly reserved: ReservedPorts
  readonly vars: Readonly<Record<string, unknown>>
}

/** Services of the request that follows: the thread takes them while the rest is prepared. */
export interface ServicesAhead {
  /** JSON of `Numbered<TemplateService>`. */
  readonly ahead: string
}

/**
 * What the thread says: a file that it read (at once, so that it is known even when the thread must be ended) and pieces of the text as
 * they are made, then the outcome.
 */
export type RenderReply =
  | { readonly read: string; readonly text: string | null }
  | { readonly ahead: Numbered<string> }
  | { readonly pieces: ListDelta<string>; readonly sideFiles: readonly SideFile[]; readonly denied: readonly DeniedListener[] }
  | { readonly fault: Fault; readonly drop: readonly number[] }

type EngineRequest = Omit<RenderRequest, 'services' | 'reserved' | 'vars'>

/** No request follows. */
export interface End {
  readonly end: true
}

const port = parentPort
const engines = new Map<number, ReturnType<typeof createEngine>>()
const services = createListReceiver<TemplateService>()
const pieces = createListSender<string>()
const buildKnown = createDataBuilder()
const reply = (message: RenderReply) => port?.postMessage(message)
const sameVars = createSameVars()

function engineFor({ path, root, version, sources, outputChars, filePrefix }: EngineRequest) {
  const known = engines.get(version)
  if (known !== undefined) return known
  // Two versions are in use at most: the newest and the last good one.
  const oldest = engines.keys().next().value
  if (engines.size > 1 && oldest !== undefined) engines.delete(oldest)
  const onRead = (read: string, text: string | null) => reply({ read, text })
  const engine = createEngine({ path, root, sources, onRead, onLines, outputChars, filePrefix })
  engines.set(version, engine)
  return engine
}

/** Equal ones are the same object again, so that what was rendered from them is known to hold. */
function createSameVars() {
  let last: RenderRequest['vars'] = {}
  return (vars: RenderRequest['vars']) => {
    if (!isDeepStrictEqual(vars, last)) last = vars
    return last
  }
}

// Fewer are not worth a message of their own.
const batch = 250
const lines: string[] = []

/** What is made while the rest is being rendered. */
function onLines(text: string): void {
  if (lines.push(text) >= batch) reply({ ahead: pieces.ahead(lines.splice(0)) })
}

function render({ services: delta, reserved, vars, ...request }: RenderRequest): RenderReply {
  lines.length = 0
  try {
    const options = { reserved, vars: sameVars(vars) }
    const { data, denied } = delta === undefined ? createDataBuilder()([], options) : buildKnown(services.hear(delta), options)
    const rendered = engineFor(request)(data)
    return { pieces: pieces.tell(rendered.pieces), sideFiles: rendered.sideFiles, denied }
  } catch (error) {
    return { fault: faultOf(error, request.path, request.sources), drop: pieces.retract() }
  }
}

port?.on('message', (message: RenderRequest | ServicesAhead | End) => {
  if ('end' in message) port.close()
  else if ('ahead' in message) services.take(JSON.parse(message.ahead))
  else reply(render(message))
})
