import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../plugin-haproxy/test/rig/free-port.ts'
import { until } from '../../plugin-haproxy/test/rig/until.ts'
import { hosted, web } from './rig/hosted.ts'
import { startRedis } from './rig/redis-server.ts'

const entries = (last: number) => ['web', `http://10.10.10.${last}:8888`]

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'proxym-redis-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

/** A certificate for 127.0.0.1 that is its own authority. */
async function certificate() {
  const path = await folder()
  const [key, cert] = [join(path, 'key.pem'), join(path, 'cert.pem')]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  await promisify(execFile)('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-keyout',
    key,
    '-out',
    cert,
    ...subject,
  ])
  return { key, cert, ca: await readFile(cert, 'utf8') }
}

test('TLS: a server whose authority is known is written to, another one is refused', async () => {
  const { key, cert, ca } = await certificate()
  const tlsPort = await freePort()
  const args = [
    '--tls-port',
    `${tlsPort}`,
    '--tls-cert-file',
    cert,
    '--tls-key-file',
    key,
    '--tls-ca-cert-file',
    cert,
    '--tls-auth-clients',
    'no',
  ]
  const { client } = await startRedis({ args })
  const stranger = hosted({ redisAddress: `rediss://127.0.0.1:${tlsPort}` })
  await stranger.apply(web('web', 1))
  expect(stranger.problems().join()).toContain('self-signed certificate')
  expect(await client.dbsize()).toBe(0)
  const world = hosted({ redisAddress: `rediss://127.0.0.1:${tlsPort}`, redisOptions: { tls: { ca } } })
  await world.apply(web('web', 2))
  expect(await client.lrange('frontend:web.example.com', 0, -1)).toEqual(entries(2))
  expect(world.everything()).not.toContain('BEGIN CERTIFICATE')
})

test('Sentinel: the lists follow a failover to the new primary', async () => {
  const [one, two] = [await startRedis(), await startRedis()]
  await two.client.replicaof('127.0.0.1', one.port)
  const config = join(await folder(), 'sentinel.conf')
  await writeFile(config, `sentinel monitor mymaster 127.0.0.1 ${one.port} 1\nsentinel down-after-milliseconds mymaster 500\n`)
  const port = await freePort()
  await startRedis({ port, config, args: ['--sentinel'] })
  const sentinel = new Redis({ port })
  onTestFinished(() => sentinel.disconnect())
  const world = hosted({ redisOptions: { sentinels: [{ host: '127.0.0.1', port }], name: 'mymaster' } })
  await world.apply(web('web', 1))
  expect(await one.client.lrange('frontend:web.example.com', 0, -1)).toEqual(entries(1))
  await until(
    'the sentinel knows the replica',
    async () => ((await sentinel.call('SENTINEL', 'replicas', 'mymaster')) as unknown[]).length === 1,
    15_000,
  )
  await one.stop()
  world.report(web('web', 2))
  await world.proxym.refresh()
  await until(
    'the new primary has the list',
    async () => (await two.client.lrange('frontend:web.example.com', 0, -1)).join() === entries(2).join(),
    30_000,
  )
}, 60_000)
