import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, vi } from 'vitest'
import { ask, routed } from '../../packages/plugin-haproxy/test/rig/ask.ts'
import { freePorts } from '../../packages/plugin-haproxy/test/rig/free-port.ts'
import type { Prize } from '../../packages/plugin-haproxy/test/rig/hostile-values.ts'
import { startOrigin } from '../../packages/plugin-haproxy/test/rig/origin.ts'
import { startHaproxy, startNginx } from '../../packages/plugin-haproxy/test/rig/proxy.ts'
import { tempFolder } from '../../packages/plugin-haproxy/test/rig/temp-folder.ts'
import { harmless } from './fields.ts'
import type { Raw } from './raw.ts'

export const templates = ['haproxy', 'nginx'] as const
export type Template = (typeof templates)[number]
export type ByTemplate<T> = Readonly<Record<Template, T>>

/** Neutral services with real origins, the things that an attacker is after, and room for a real proxy of each kind. */
export interface Stage {
  readonly prize: Prize
  readonly neutral: readonly Raw[]
  /** What clients of each proxy connect to. */
  readonly ports: ByTemplate<number>
  readonly vars: ByTemplate<Readonly<Record<string, unknown>>>
  /** Run both proxies on these files: the neutral services answer, the attacker's address, file and secret stay alone. */
  expectUntouched(files: ByTemplate<string>): Promise<void>
}

const secret = 'the-secret-of-the-machine'

/** Set a stage; everything on it is gone after the test. */
export async function createStage(): Promise<Stage> {
  const folder = await tempFolder()
  const file = join(folder, 'prize')
  await writeFile(file, secret)
  // What the proxies inherit from this process.
  for (const name of ['SECRET', 'SECRET_TOKEN']) vi.stubEnv(name, secret)
  onTestFinished(() => void vi.unstubAllEnvs())
  const stolen: string[] = []
  const evil = createServer((request, response) => {
    stolen.push(`${request.method} ${request.headers.host}${request.url}`)
    response.end('evil')
  })
  evil.on('connection', () => stolen.push('a connection'))
  evil.listen(0, '127.0.0.1')
  await once(evil, 'listening')
  onTestFinished(() => void evil.close())
  const [bank, api, database] = await Promise.all(['bank', 'api', 'database'].map(name => startOrigin(name)))
  const [haproxy = 0, nginx = 0, listener = 0] = await freePorts(3)
  const ports = { haproxy, nginx }
  const neutral = [
    { ...harmless(0), id: 'neutral', domains: ['neutral.example.com'], hosts: [bank], metadata: {} },
    { ...harmless(0), id: 'neutral-path', domains: ['neutral.example.com'], proxyPath: '/api', hosts: [api], metadata: {} },
    { ...harmless(0), id: 'neutral-tcp', domains: [], applicationProtocol: '', listenPort: listener, hosts: [database] },
  ]

  const expectTraffic = async (port: number) => {
    expect(await routed(port, 'neutral.example.com')).toBe('bank /')
    expect(await routed(port, 'neutral.example.com', '/api/x')).toBe('api /x')
    expect(await routed(listener, 'whoever')).toBe('database /')
    for (const host of ['evil', 'evil.example.com', 'a.example.com', 'b.example.com', 's1.example.com', 's7.example.com', 'x'])
      for (const path of ['/', '/evil', '/x', '/a', '/s']) {
        const { headers, seen } = await ask(port, host, path)
        expect(`${JSON.stringify(headers)} ${seen?.origin}`).not.toMatch(new RegExp(`${secret}|evil|bank|api|database`))
      }
  }

  return {
    prize: { address: `127.0.0.1:${(evil.address() as AddressInfo).port}`, file },
    neutral,
    ports,
    vars: {
      haproxy: { bind: `127.0.0.1:${haproxy}`, listenAddress: '127.0.0.1', user: false, group: false },
      nginx: {
        ...{ listen: `127.0.0.1:${nginx}`, listenAddress: '127.0.0.1', pid: join(folder, 'nginx.pid'), errorLog: 'stderr' },
        ...{ accessLog: 'off', tempPath: folder },
      },
    },
    async expectUntouched(files) {
      for (const [template, start] of [['haproxy', startHaproxy] as const, ['nginx', startNginx] as const]) {
        const { stop } = await start(files[template], ports[template])
        await expectTraffic(ports[template])
        // Both want the port of the neutral listener.
        await stop()
      }
      expect(stolen).toEqual([])
      expect(await readFile(file, 'utf8')).toBe(secret)
    },
  }
}
