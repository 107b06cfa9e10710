import { AsyncLocalStorage, createHook } from 'node:async_hooks'
import childProcess from 'node:child_process'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { setImmediate as nextTurn } from 'node:timers/promises'

// Not I/O: promises, ticks, and what belongs to the process itself.
const harmless =
  /^(PROMISE|TickObject|Microtask|AsyncLocalStorage|RANDOMBYTESREQUEST|bound-anonymous-fn|.*AbortSignal.*|.*EventTarget.*)$/i
// Read by Node itself and by libraries, and the same for every program of a machine.
const ambient = /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TERM|TMPDIR|CI|DEBUG|NODE_\w+|NO_COLOR|FORCE_COLOR|VITEST\w*|REDIS_\w*DEBUG)$/

/** What the code given to `inside` did: `readFileSync`, `a timer`, `process.env.TOKEN`. Also what it left running for the next turns. */
export async function watchIo(run: (inside: <T>(fn: () => T) => T) => unknown): Promise<readonly string[]> {
  const seen: string[] = []
  const inside = new AsyncLocalStorage<true>()
  const note = (what: string): void => {
    if (inside.getStore()) seen.push(what)
  }
  const hook = createHook({
    init(_id, type) {
      if (!harmless.test(type)) note(nameOf(type))
    },
  })
  const undo = [watchCalls(fs, /Sync$/, note), watchCalls(childProcess, /Sync$/, note), watchEnvironment(note)]
  syncBuiltinESMExports()
  hook.enable()
  try {
    await run(fn => inside.run(true, fn))
    for (let turns = 0; turns < 3; turns++) await nextTurn()
  } finally {
    hook.disable()
    for (const step of undo) step()
    syncBuiltinESMExports()
  }
  return seen
}

function nameOf(type: string): string {
  if (type === 'Timeout' || type === 'Immediate') return 'a timer'
  if (/^FS/i.test(type)) return 'a file'
  if (/TCP|TLS|PIPE|UDP|HTTP|CONNECT/i.test(type)) return 'a socket'
  if (/GETADDRINFO|QUERY/i.test(type)) return 'a name look-up'
  return type === 'PROCESSWRAP' ? 'a process' : type
}

function watchCalls(module: object, names: RegExp, note: (what: string) => void): () => void {
  const loose = module as Record<string, unknown>
  const before = Object.entries(loose).filter(([name, value]) => names.test(name) && typeof value === 'function')
  for (const [name, value] of before) {
    const watched = (...args: readonly unknown[]): unknown => {
      // Node's own loader uses the same functions.
      if (!/node:internal\/modules/.test(new Error().stack ?? '')) note(name)
      return (value as (...args: readonly unknown[]) => unknown)(...args)
    }
    // `realpathSync.native` and the like.
    loose[name] = Object.assign(watched, value)
  }
  return () => {
    for (const [name, value] of before) loose[name] = value
  }
}

function watchEnvironment(note: (what: string) => void): () => void {
  const before = Object.getOwnPropertyDescriptor(process, 'env')
  const { env } = process
  const watched = new Proxy(env, {
    get(target, name) {
      if (typeof name === 'string' && !ambient.test(name)) note(`process.env.${name}`)
      return Reflect.get(target, name)
    },
    ownKeys(target) {
      note('process.env')
      return Reflect.ownKeys(target)
    },
  })
  Object.defineProperty(process, 'env', { ...before, value: watched })
  return () => void (before === undefined ? undefined : Object.defineProperty(process, 'env', before))
}
