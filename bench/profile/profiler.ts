import { Session } from 'node:inspector'

// Loaded into proxym before anything else. Told `start`, it profiles the main thread and the render thread; told `stop`, it says what it
// has seen. An idle thread costs nothing and is not counted.

/** What `stop` answers: self time by function, ms. */
export type SelfTimes = readonly (readonly [where: string, ms: number])[]

interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}
type Reply = { readonly id?: number; readonly result?: { readonly profile?: Profile } }

const sampleMicroseconds = 200
const session = new Session()
session.connect()
const workers: string[] = []
const waiting = new Map<number, (profile: Profile | undefined) => void>()
let lastId = 0

const tell = (sessionId: string, method: string, params = {}): Promise<Profile | undefined> => {
  const id = ++lastId
  const answered = new Promise<Profile | undefined>(resolve => waiting.set(id, resolve))
  session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method, params }) })
  return answered
}
const tellMain = (method: string, params = {}): Promise<Profile | undefined> =>
  new Promise((resolve, reject) =>
    session.post(method, params, (error: Error | null, result?: { readonly profile?: Profile }) =>
      error === null ? resolve(result?.profile) : reject(error),
    ),
  )
session.on('NodeWorker.attachedToWorker', ({ params }) => workers.push(params.sessionId))
session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
  const { id, result } = JSON.parse(params.message) as Reply
  if (id !== undefined) waiting.get(id)?.(result?.profile)
})
session.post('NodeWorker.enable', { waitForDebuggerOnStart: false })

async function onEach(method: string, params = {}): Promise<readonly (readonly [string, Profile | undefined])[]> {
  const main = ['main', await tellMain(method, params)] as const
  return [main, ...(await Promise.all(workers.map(async id => ['render', await tell(id, method, params)] as const)))]
}

function selfTimes(thread: string, { nodes, samples, timeDeltas }: Profile): SelfTimes {
  const byId = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const times = new Map<string, number>()
  samples.forEach((id, index) => {
    const { functionName = '', url = '', lineNumber = 0 } = byId.get(id) ?? {}
    // Nor is the profiler.
    if (functionName === '(idle)' || functionName === '(root)' || url === 'node:inspector') return
    const file = url.replace(/^.*\/(?:packages|node_modules)\/(?!\.pnpm)/, '').replace('/dist/', '/src/')
    const where = `${thread}: ${functionName || '(anonymous)'}${file === '' ? '' : ` ${file}:${lineNumber + 1}`}`
    times.set(where, (times.get(where) ?? 0) + (timeDeltas[index] ?? 0) / 1000)
  })
  return [...times]
}

process.on('message', async (message: unknown) => {
  if (message === 'start') {
    await onEach('Profiler.enable')
    await onEach('Profiler.setSamplingInterval', { interval: sampleMicroseconds })
    await onEach('Profiler.start')
    process.send?.('started')
  }
  if (message === 'stop') {
    const profiles = await onEach('Profiler.stop')
    process.send?.(profiles.flatMap(([thread, profile]) => (profile === undefined ? [] : selfTimes(thread, profile))))
  }
})
// The channel keeps no finished proxym alive.
process.channel?.unref()
