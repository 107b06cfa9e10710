import { AsyncLocalStorage, createHook } from 'node:async_hooks'
import { setTimeout as wait } from 'node:timers/promises'

const handles: readonly (readonly [RegExp, string])[] = [
  [/^Timeout$/, 'a timer'],
  [/^TCPSERVERWRAP|PIPESERVERWRAP$/, 'a server'],
  [/^(TCPWRAP|PIPEWRAP|UDPWRAP)$/, 'a socket'],
  [/^(FSEVENTWRAP|STATWATCHER)$/, 'a file watcher'],
  [/^PROCESSWRAP$/, 'a process'],
  [/^WORKER$/, 'a worker'],
]

/** What code opens and does not close: timers, sockets, watchers, processes, and listeners of the process. */
export function watchHandles() {
  const open = new Map<number, string>()
  const inside = new AsyncLocalStorage<true>()
  const listeners = countListeners()
  const hook = createHook({
    init(id, type) {
      const what = inside.getStore() && handles.find(([pattern]) => pattern.test(type))?.[1]
      const { stack = '' } = what ? new Error() : {}
      // The timer of AbortSignal.timeout keeps no process alive, and nobody can end it.
      if (what && !/node:internal\/abort_controller/.test(stack)) open.set(id, `${what}${placeIn(stack)}`)
    },
    destroy: id => void open.delete(id),
  }).enable()

  const left = (): readonly string[] => [
    ...open.values(),
    ...[...countListeners()].flatMap(([event, count]) =>
      count > (listeners.get(event) ?? 0) ? [`a listener for ${event}`] : [],
    ),
  ]
  return {
    /** Run something whose handles are watched, also those that it opens later. */
    run: <T>(fn: () => T): T => inside.run(true, fn),
    /** What is still open, after so many milliseconds at most. */
    async left(withinMs: number): Promise<readonly string[]> {
      const until = performance.now() + withinMs
      // What was begun before the stop may still open something.
      do await wait(20)
      while (left().length > 0 && performance.now() < until)
      hook.disable()
      return left()
    },
  }
}

/** ` of src/poll.ts:12:5`: the frame that opened it; nothing when it is Node's own. */
function placeIn(stack: string): string {
  const frame = stack.split('\n').find(line => /[/\\]/.test(line) && !/node:|watch-handles/.test(line))
  const place = frame && /\(?((?:file:|\/|[A-Z]:)[^()]*)\)?$/.exec(frame.trim())?.[1]
  return place === undefined ? '' : ` of ${place.replace(/^.*[/\\]node_modules[/\\]/, '')}`
}

function countListeners(): ReadonlyMap<string, number> {
  return new Map(process.eventNames().map(event => [String(event), process.listenerCount(event)]))
}
