import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'

/** The thread in which Node does what concerns files, or the one that runs JavaScript and starts commands. */
export type Thread = 'libuv-worker' | 'MainThread'

/** Whether the kernel lets this process trace another. */
export function canTrace(): boolean {
  return spawnSync('strace', ['-qq', '-o', '/dev/null', 'true'], { stdio: 'ignore' }).status === 0
}

/**
 * Attach strace to one thread of a process, so that system calls are counted in that thread alone and from this moment on.
 * Resolves when it watches; `ended` gives its log, with paths for descriptors.
 */
export async function trace(
  pid: number,
  thread: Thread,
  log: string,
  args: readonly string[],
): Promise<{ readonly ended: Promise<string> }> {
  const strace = spawn('strace', ['-y', '-o', log, '-p', String(await threadOf(pid, thread)), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(strace, 'close').then(() => readFile(log, 'utf8'))
  let said = ''
  strace.stderr.setEncoding('utf8').on('data', text => (said += text))
  while (!/attached\n/.test(said)) {
    if (strace.exitCode !== null) throw new Error(`strace does not watch the ${thread}: ${said}`)
    await Promise.race([once(strace.stderr, 'data'), ended])
  }
  return { ended }
}

async function threadOf(pid: number, name: Thread): Promise<number> {
  for (const id of await readdir(`/proc/${pid}/task`)) {
    const isMain = Number(id) === pid
    if (name === 'MainThread' ? isMain : (await readFile(`/proc/${pid}/task/${id}/comm`, 'utf8')).trim() === name)
      return Number(id)
  }
  throw new Error(`process ${pid} has no thread ${name}`)
}
