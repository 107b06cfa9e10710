import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

const script = (name: string) => join(import.meta.dirname, name)

/** A Node process that runs one of these scripts, or any other. */
export function startProcess(
  file: string,
  args: readonly string[],
  { cwd, node = [] }: { readonly cwd?: string; readonly node?: readonly string[] } = {},
) {
  const path = file.includes('/') ? file : script(file)
  return fork(path, args, {
    execArgv: [...node],
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

/** The next message of a process. */
export async function hear<T>(child: ChildProcess): Promise<T> {
  const [message] = await once(child, 'message')
  return message as T
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill()
  await once(child, 'exit')
}

/** Most memory that the process ever had, MiB. */
export async function peakMiB({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1024
}

const ticksPerSecond = 100

/** Processor time of the process so far, all its threads, ms. */
export async function cpuMs({ pid }: ChildProcess): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond
}

/** Tells when a file gets into its place, by the kernel's word. */
export function watchTarget(target: string) {
  let arrived: ((at: number) => void) | undefined
  const watcher = watch(dirname(target), (_event, name) => {
    if (name === basename(target)) arrived?.(performance.timeOrigin + performance.now())
  })
  return {
    /** Epoch milliseconds of the next time. */
    next: () => new Promise<number>(resolve => (arrived = resolve)),
    close: () => watcher.close(),
  }
}
