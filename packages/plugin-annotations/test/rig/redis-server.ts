import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { onTestFinished } from 'vitest'
import { freePort } from '../../../plugin-haproxy/test/rig/free-port.ts'

export interface RedisServer {
  readonly port: number
  /** Beside the one under test. */
  readonly client: Redis
  /** End it; resolves when it is gone. */
  stop(): Promise<void>
}

/** A `redis-server` on loopback that keeps nothing on disk; up when it takes commands, gone after the test. */
export async function startRedis({
  port,
  args = [],
}: {
  readonly port?: number
  readonly args?: readonly string[]
} = {}): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'proxym-redis-'))
  const chosen = port ?? (await freePort())
  const all = ['--port', `${chosen}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no', ...args]
  const child = spawn('redis-server', all)
  const gone = once(child, 'exit')
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (output.includes('Ready to accept connections')) resolve()
  })
  child.on('error', reject)
  child.on('exit', () => reject(new Error(`redis-server ended:\n${output}`)))
  await promise
  const client = new Redis({ port: chosen, host: '127.0.0.1' })
  client.on('error', () => {})
  const stop = async (): Promise<void> => {
    client.disconnect()
    child.kill('SIGKILL')
    await gone
    await rm(folder, { recursive: true, force: true })
  }
  onTestFinished(stop)
  return { port: chosen, client, stop }
}
