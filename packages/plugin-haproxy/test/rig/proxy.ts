import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { onTestFinished } from 'vitest'
import { askSocket } from '../../src/verify/ask-socket.ts'
import { parseShowProc } from '../../src/verify/show-proc.ts'
import { until } from './until.ts'

/** A proxy that runs until the test has finished. */
export interface RunningProxy {
  readonly pid: number
  /** What it has printed. */
  output(): string
  /** End it before the test has finished. */
  stop(): Promise<void>
}

/** HAProxy on one file, one process; up when `port` accepts. `args` for master-worker and the like; its socket (`-S`) answers too. */
export async function startHaproxy(file: string, port: number, args: readonly string[] = ['-db']): Promise<RunningProxy> {
  const proxy = await startProxy('haproxy', [...args, '-f', file], port)
  const master = args[args.indexOf('-S') + 1]
  if (args.includes('-S') && master !== undefined) await until('the master is ready', () => answers(master))
  return proxy
}

/** Whether a master is done with starting its worker: before that it does not hear signals. */
async function answers(socket: string): Promise<boolean> {
  const signal = new AbortController().signal
  return (parseShowProc(await askSocket(socket, 'show proc', { signal }))?.workers.length ?? 0) > 0
}

/** nginx on one file, in the foreground; up when `port` accepts. */
export function startNginx(file: string, port: number): Promise<RunningProxy> {
  return startProxy('nginx', ['-c', file, '-g', 'daemon off;'], port)
}

/** The check command of a proxy: its exit code and what it says. */
export function checkFile(command: 'haproxy' | 'nginx', file: string): Promise<{ readonly code: number; readonly said: string }> {
  requireProgram(command)
  const args = command === 'haproxy' ? ['-c', '-f', file] : ['-t', '-c', file]
  return new Promise(resolve => {
    execFile(command, args, { timeout: 20_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ code, said: `${stdout}${stderr}` })
    })
  })
}

async function startProxy(command: string, args: readonly string[], port: number): Promise<RunningProxy> {
  requireProgram(command)
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', chunk => {
      said += chunk
    })
  }
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    // A master of HAProxy that starts itself anew, at the end of a reload, loses a signal that comes just then.
    const again = setInterval(() => child.kill('SIGTERM'), 500)
    await ended
    clearInterval(again)
  }
  onTestFinished(stop)
  const isUp = () => accepts(port)
  const end = ended.then(() => Promise.reject(new Error(`${command} ended with ${child.exitCode}: ${said}`)))
  end.catch(() => undefined)
  // Host names that do not resolve are asked for one after the other before it listens.
  await Promise.race([end, until(`${command} listens on ${port}: ${args.join(' ')}`, isUp, 60_000)])
  return { pid: child.pid ?? 0, output: () => said, stop }
}

/** Whether something listens on a port of loopback. */
function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

// A missing server must fail a test, never skip it.
function requireProgram(command: string): void {
  if (['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin'].some(folder => existsSync(`${folder}/${command}`))) return
  throw new Error(
    `these tests need ${command}: apt-get install -y --no-install-recommends haproxy nginx-light libnginx-mod-stream`,
  )
}
