import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { onTestFinished } from 'vitest'
import { freePort } from '../../../plugin-haproxy/test/rig/free-port.ts'

/** A `redis-server` of a test, and a client beside the one under test. */
export interface RedisServer {
  readonly port: number
  readonly process: ChildProcess
  readonly client: Redis
  kill(signal: NodeJS.Signals): void
  /** End it; resolves when it is gone. */
  stop(): Promise<void>
}

export interface RedisServerOptions {
  /** @default a free one */
  readonly port?: number
  readonly args?: readonly string[]
  /** A configuration file, which Sentinel needs and rewrites. */
  readonly config?: string
  readonly password?: string
}

/** Start a server on loopback that keeps nothing on disk, and wait until it takes commands. */
export async function startRedis({ port, args = [], config, password }: RedisServerOptions = {}): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'proxym-redis-'))
  const chosen = port ?? (await freePort())
  const network = ['--port', `${chosen}`, '--bind', '127.0.0.1', '--dir', folder]
  const all = config === undefined ? [...network, '--save', '', '--appendonly', 'no', ...args] : [config, ...network, ...args]
  const child = spawn('redis-server', password === undefined ? all : [...all, '--requirepass', password])
  const gone = once(child, 'exit')
  await saysReady(child)
  const client = new Redis({ port: chosen, host: '127.0.0.1', ...(password === undefined ? {} : { password }) })
  client.on('error', () => {})
  const stop = async (): Promise<void> => {
    client.disconnect()
    child.kill('SIGCONT')
    child.kill('SIGKILL')
    await gone
    await rm(folder, { recursive: true, force: true })
  }
  onTestFinished(stop)
  return { port: chosen, process: child, client, kill: signal => void child.kill(signal), stop }
}

function saysReady(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (/Ready to accept connections|monitor master/.test(output)) resolve()
  })
  child.on('error', reject)
  child.on('exit', () => reject(new Error(`redis-server ended:\n${output}`)))
  return promise
}
