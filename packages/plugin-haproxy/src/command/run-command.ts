import { type ChildProcess, spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { createOutputRing } from './output-ring.ts'
import { groupLives, signalGroup } from './process-group.ts'

/** How a command ended. */
export type CommandEnd =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'timeout'; readonly timeoutMs: number }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'not started'; readonly error: unknown }

export interface CommandResult {
  readonly end: CommandEnd
  /** The last 64 KiB of what it printed, both streams as they came. */
  readonly output: string
}

export interface CommandOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Time between TERM and KILL. @default 2000 */
  readonly graceMs?: number
  /** Whether processes that it left behind may live on after success, as a daemon that it started must. @default false */
  readonly mayLeaveDaemons?: boolean
  /** Whether others have the processor first, where the system allows that. @default false */
  readonly isPatient?: boolean
}

/** Run a shell command in a process group of its own, which is ended as a whole at the time-out and on abort. Never rejects. */
export type RunCommand = (command: string, options: CommandOptions) => Promise<CommandResult>

const patientPriority = 10

/** Before the shell has started anything: that inherits it. */
function yieldProcessor({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, patientPriority)
  } catch {
    // It has ended already, or the system allows no such thing: then it takes its turn like others.
  }
}

/** How long output that is on its way is waited for once the command itself has ended: other processes may hold the pipe for ever. */
const drainMs = 100

export const runCommand: RunCommand = async (command, options) => {
  const { timeoutMs, signal, graceMs = 2000 } = options
  if (signal.aborted) return { end: { kind: 'aborted' }, output: '' }
  const ring = createOutputRing()
  let child: ChildProcess
  try {
    child = spawn('/bin/bash', ['-c', command], {
      cwd: options.cwd,
      env: { ...options.env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    return { end: { kind: 'not started', error }, output: '' }
  }
  if (options.isPatient === true) yieldProcessor(child)
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => ring.push(chunk))
    stream?.on('error', () => undefined)
  }
  const closed = new Promise<void>(resolve => child.once('close', () => resolve()))
  const ended = new Promise<CommandEnd>(resolve => {
    child.once('error', error => resolve({ kind: 'not started', error }))
    child.once('exit', (code, name) =>
      resolve(name === null ? { kind: 'exit', code: code ?? 0 } : { kind: 'signal', signal: name }),
    )
  })
  const interrupted = Promise.withResolvers<CommandEnd>()
  const timer = setTimeout(() => interrupted.resolve({ kind: 'timeout', timeoutMs }), timeoutMs)
  const onAbort = () => interrupted.resolve({ kind: 'aborted' })
  signal.addEventListener('abort', onAbort, { once: true })

  const end = await Promise.race([ended, interrupted.promise])
  clearTimeout(timer)
  signal.removeEventListener('abort', onAbort)
  const { pid } = child
  if (pid !== undefined && (end.kind === 'timeout' || end.kind === 'aborted')) await endGroup(pid, ended, graceMs)
  const succeeded = end.kind === 'exit' && end.code === 0
  if (pid !== undefined && !(succeeded && options.mayLeaveDaemons === true)) signalGroup(pid, 'SIGKILL')
  await Promise.race([closed, sleep(drainMs)])
  const output = ring.text()
  release(child)
  return { end, output }
}

/** TERM to the whole group, then KILL to what is left of it. A leader that is gone takes the rest with it at once. */
async function endGroup(pid: number, ended: Promise<unknown>, graceMs: number): Promise<void> {
  signalGroup(pid, 'SIGTERM')
  const stop = new AbortController()
  await Promise.race([ended, sleep(graceMs, undefined, { signal: stop.signal }).catch(() => undefined)])
  stop.abort()
  if (groupLives(pid)) signalGroup(pid, 'SIGKILL')
  // A process that the kernel does not let die is not waited for.
  await Promise.race([ended, sleep(500, undefined, { ref: false })])
}

/** Let go of the pipes. A daemon that still holds one may go on writing: what it says is read and dropped. */
function release(child: ChildProcess): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null || stream.destroyed) continue
    stream.removeAllListeners('data')
    stream.resume()
    if ('unref' in stream && typeof stream.unref === 'function') stream.unref()
  }
  child.unref()
}
