import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ProxymError } from '@proxym/core'
import type { DeniedListener, TemplateService } from '../data/index.ts'
import { templateTimeout, threadEnded } from './errors.ts'
import type { SideFile } from './mapfile-tag.ts'
import type { RenderCall } from './text-source.ts'
import { createListReceiver, createListSender, type ListDelta } from './transfer.ts'
import type { End, RenderReply, RenderRequest, ServicesAhead } from './worker.ts'

/** How one rendering ended. */
export type Outcome =
  | { readonly pieces: readonly string[]; readonly sideFiles: readonly SideFile[]; readonly denied: readonly DeniedListener[] }
  | Pick<Extract<RenderReply, { readonly fault: unknown }>, 'fault'>

export interface ThreadLimits {
  readonly timeMs: number
  readonly heapMiB: number
}

/** What was said to one thread, and by it. */
const createTalk = () => ({ services: createListSender<TemplateService>(), pieces: createListReceiver<string>() })
type Talk = ReturnType<typeof createTalk>

/** What is heard before the outcome. */
export interface Progress extends Pick<RenderCall, 'onPieces'> {
  /** A file that was read. */
  onRead(path: string, text: string | null): void
}

// Fewer are not worth a message of their own.
const batch = 500
// Of the second that a plugin has for its end.
const closeMs = 600

/** Run templates in a thread of their own: no loop in a template can hold up proxym, and a runaway is ended with its thread. */
export function createRenderThread({ timeMs, heapMiB }: ThreadLimits) {
  let running: { readonly worker: Worker; readonly talk: Talk } | undefined
  let queue: Promise<unknown> = Promise.resolve()

  const start = () => {
    // The sources run as they are in tests; what is built is one file, with the folder of its worker beside it.
    const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './render/worker.js'
    const started = new Worker(new URL(file, import.meta.url), {
      // Of these 24 MiB a third is for new objects. More gain little: what a rendering makes is mostly kept.
      resourceLimits: { maxOldGenerationSizeMb: heapMiB, maxYoungGenerationSizeMb: 24 },
      env: {},
      // Nothing of what the process was started with (a test runner's loader, an inspector) belongs into the thread.
      execArgv: [],
    })
    const thread = { worker: started, talk: createTalk() }
    running = thread
    started.once('exit', () => {
      if (running === thread) running = undefined
    })
    return thread
  }

  const stop = async () => {
    const ended = running
    running = undefined
    await ended?.worker.terminate()
  }

  const run = async (
    request: Omit<RenderRequest, 'services'>,
    services: readonly TemplateService[],
    signal: AbortSignal,
    { onRead, onPieces }: Progress,
  ): Promise<Outcome> => {
    signal.throwIfAborted()
    const { worker: thread, talk } = running ?? start()
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
    const hear = (reply: RenderReply) => {
      if ('read' in reply) onRead(reply.read, reply.text)
      else if ('ahead' in reply) {
        talk.pieces.take(reply.ahead)
        onPieces(reply.ahead.map(([, piece]) => piece))
      } else if ('pieces' in reply) resolve({ ...reply, pieces: talk.pieces.hear(reply.pieces) })
      else {
        talk.pieces.drop(reply.drop)
        resolve({ fault: reply.fault })
      }
    }
    const onMessage = (reply: RenderReply) => {
      try {
        hear(reply)
      } catch (error) {
        reject(error)
      }
    }
    const onError = (error: Error) => reject(new ProxymError(threadEnded(request.path, error.message)))
    const onExit = () => reject(new ProxymError(threadEnded(request.path, 'its thread ended')))
    const onAbort = () => reject(signal.reason)
    const timer = setTimeout(() => reject(new ProxymError(templateTimeout(request.path, timeMs))), timeMs)
    thread.on('message', onMessage).once('error', onError).once('exit', onExit)
    signal.addEventListener('abort', onAbort, { once: true })
    thread.ref()
    try {
      // Without services the thread is not made to forget those that it has.
      const delta = services.length === 0 ? undefined : tellMost(thread, talk.services.tell(services))
      thread.postMessage({ ...request, services: delta } satisfies RenderRequest)
      return await promise
    } catch (error) {
      await stop()
      throw error
    } finally {
      clearTimeout(timer)
      thread.off('message', onMessage).off('error', onError).off('exit', onExit)
      signal.removeEventListener('abort', onAbort)
      // An idle thread keeps no process alive.
      thread.unref()
    }
  }

  return {
    /** Render; requests wait for each other. */
    run(...args: Parameters<typeof run>): Promise<Outcome> {
      const result = queue.then(() => run(...args))
      queue = result.catch(() => undefined)
      return result
    },
    async close(): Promise<void> {
      const exited = running && once(running.worker, 'exit', { signal: AbortSignal.timeout(closeMs) })
      // Waited for, it keeps the process alive again.
      running?.worker.ref()
      running?.worker.postMessage({ end: true } satisfies End)
      // A thread that ends by itself is safer than one that is ended: terminated while it started under load, one took the process with it.
      await exited?.catch(() => undefined)
      await stop()
    },
  }
}

/**
 * Many services cross in batches, so that the thread reads the first ones while the next are written; as JSON, which both sides do in two
 * thirds of the time that a structured clone takes. Gives what is left to tell.
 */
function tellMost<T extends TemplateService>(thread: Worker, { put, ...rest }: ListDelta<T>): ListDelta<T> {
  let told = 0
  for (; put.length - told > batch; told += batch) {
    const ahead = JSON.stringify(put.slice(told, told + batch))
    thread.postMessage({ ahead } satisfies ServicesAhead)
  }
  return { put: told === 0 ? put : put.slice(told), ...rest }
}
