import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A HAProxy that waits for its first configuration. */
export interface RunningHaproxy {
  readonly pid: number
  readonly masterSocket: string
  stop(): Promise<void>
}

/** `HAProxy version 3.0.11`, or undefined when it is not installed. */
export function haproxyVersion(): string | undefined {
  try {
    const said = execFileSync('haproxy', ['-v'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return /^HA-?Proxy version [\d.]+/.exec(said)?.[0] ?? 'HAProxy'
  } catch {
    return undefined
  }
}

/** Start HAProxy with a configuration that serves nothing, in master-worker mode: proxym reloads it. */
export async function runHaproxy(folder: string, file: string, port: number): Promise<RunningHaproxy> {
  const masterSocket = join(folder, 'master.sock')
  await writeFile(file, emptyConfig(port))
  const child = spawn('haproxy', ['-W', '-S', masterSocket, '-f', file], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  await once(child, 'spawn')
  return {
    pid: child.pid ?? 0,
    masterSocket,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function emptyConfig(port: number): string {
  return `defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s
frontend http
    bind 127.0.0.1:${port}
    http-request return status 503
`
}
