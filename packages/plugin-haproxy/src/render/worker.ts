import { parentPort } from 'node:worker_threads'
import { createEngine } from './engine.ts'
import { type Fault, faultOf } from './fault.ts'
import type { Sources } from './template-files.ts'

/** What the thread is asked: render the data with one version of the template. */
export interface RenderRequest {
  readonly path: string
  readonly root: string
  /** Versions are numbered; each is parsed once. */
  readonly version: number
  readonly sources: Sources
  readonly outputChars: number
  readonly data: object
}

/** What the thread says: a file that it read (at once, so that it is known even when the thread must be ended), then the outcome. */
export type RenderReply =
  | { readonly read: string; readonly text: string | null }
  | { readonly output: string }
  | { readonly fault: Fault }

const port = parentPort
const engines = new Map<number, ReturnType<typeof createEngine>>()
const reply = (message: RenderReply) => port?.postMessage(message)

function render({ path, root, version, sources, outputChars, data }: RenderRequest): RenderReply {
  try {
    let engine = engines.get(version)
    if (engine === undefined) {
      // Two versions are in use at most: the newest and the last good one.
      const oldest = engines.keys().next().value
      if (engines.size > 1 && oldest !== undefined) engines.delete(oldest)
      const onRead = (read: string, text: string | null) => reply({ read, text })
      engine = createEngine({ path, root, sources, onRead, outputChars })
      engines.set(version, engine)
    }
    return { output: engine(data) }
  } catch (error) {
    return { fault: faultOf(error, path, sources) }
  }
}

port?.on('message', (request: RenderRequest) => reply(render(request)))
