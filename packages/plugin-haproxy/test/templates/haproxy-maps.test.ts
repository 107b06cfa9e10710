import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Service } from '@proxym/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ask, routed } from '../rig/ask.ts'
import { freePort } from '../rig/free-port.ts'
import { checkFile, type RunningProxy, startHaproxy } from '../rig/proxy.ts'
import { render } from '../rig/render.ts'
import { service } from '../rig/service.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { routingCases, startLandscape } from './landscape.ts'

const unprivileged = (port: number) => ({
  ...{ bind: `127.0.0.1:${port}`, listenAddress: '127.0.0.1' },
  ...{ user: false, group: false, check: false },
})

/** A file with everything that it names beside it. */
async function write(services: readonly Service[], template: string, port: number) {
  const targetPath = join(await tempFolder(), 'haproxy.cfg')
  const options = { template, targetPath, vars: unprivileged(port), configText: 'trusted' } as const
  const { text, problems, config } = await render(services, options)
  expect(problems).toEqual([])
  for (const { path, content } of config.sideFiles) await writeFile(path, content)
  await writeFile(targetPath, text)
  return { targetPath, text, sideFiles: config.sideFiles }
}

test('routes real requests by host and path', async () => {
  const { services, http } = await startLandscape()
  const { targetPath } = await write(services, 'haproxy-maps', http)
  expect(await checkFile('haproxy', targetPath)).toMatchObject({ code: 0 })
  await startHaproxy(targetPath, http)
  for (const [claim, host, path, wanted] of routingCases) expect(await routed(http, host, path), claim).toBe(wanted)
}, 60_000)

test('starts without services and answers 503', async () => {
  const port = await freePort()
  const { targetPath } = await write([], 'haproxy-maps', port)
  expect(await checkFile('haproxy', targetPath)).toMatchObject({ code: 0, said: expect.not.stringContaining('WARNING') })
  await startHaproxy(targetPath, port)
  expect(await routed(port, 'shop.example.com')).toBe(503)
}, 60_000)

test('the frontend does not grow with the domains, and every backend that a map names is there', async () => {
  const services = Array.from({ length: 300 }, (_, index) =>
    service({
      id: `s${index}`,
      domains: [`d${index}.example.com`, `*.w${index}.example.com`],
      proxyPath: index % 3 === 0 ? '/p' : '',
    }),
  )
  const frontend = (text: string) => /frontend http[\s\S]*?(?=\nbackend )/.exec(text)?.[0].split('\n').length
  const [few, many] = [await write(services.slice(0, 3), 'haproxy-maps', 1), await write(services, 'haproxy-maps', 1)]
  expect(frontend(many.text)).toBe(frontend(few.text))
  const backends = new Set([...many.text.matchAll(/^backend (\S+)/gm)].map(([, name]) => name))
  const named = many.sideFiles.flatMap(({ content }) => content.split('\n').filter(line => line !== '' && !line.startsWith('#')))
  expect(named).toHaveLength(600)
  for (const line of named) expect(backends).toContain(line.split(' ')[1])
})

test('whatever the services, a request goes where the other template sends it', async () => {
  const name = fc.constantFrom(...['a.test', 'b.a.test', '*.a.test', '*.b.a.test', '*.test', 'c.test', '*.c.test', 'localhost'])
  const any = fc.record({ domains: fc.uniqueArray(name, { maxLength: 2 }), proxyPath: fc.constantFrom('', '/a', '/a/b', '/c') })
  const hosts = [
    'a.test',
    'b.a.test',
    'c.b.a.test',
    'd.c.b.a.test',
    'x.test',
    'c.test',
    'x.c.test',
    'localhost',
    'test',
    'x.localhost',
    'a.test:81',
    'A.TEST',
  ]
  const paths = ['/', '/a', '/a/', '/a/b/c', '/ab', '/c?x=/a']
  await fc.assert(
    fc.asyncProperty(fc.array(any, { minLength: 1, maxLength: 8 }), async fields => {
      // Claims have been settled: a host and path belongs to one service.
      const taken = new Set<string>()
      const services = fields.flatMap((field, index) => {
        const claims = field.domains.length === 0 ? [''] : field.domains
        const free = claims.filter(domain => !taken.has(domain + field.proxyPath) && taken.add(domain + field.proxyPath))
        if (free.length === 0 || (free[0] === '' && field.proxyPath === '')) return []
        const config = `http-request return status 200 content-type text/plain hdr x-name s${index} string s${index}`
        return [service({ id: `s${index}`, proxyPath: field.proxyPath, domains: free.filter(domain => domain !== ''), config })]
      })
      const answers = await Promise.all(
        ['haproxy', 'haproxy-maps'].map(async template => {
          const port = await freePort()
          const { targetPath } = await write(services, template, port)
          const proxy: RunningProxy = await startHaproxy(targetPath, port)
          const all = await Promise.all(hosts.flatMap(host => paths.map(path => named(port, host, path))))
          await proxy.stop()
          return all
        }),
      )
      expect(answers[1]).toEqual(answers[0])
    }),
    { numRuns: 25 },
  )
}, 120_000)

async function named(port: number, host: string, path: string): Promise<string> {
  const { status, headers } = await ask(port, host, path)
  return `${host}${path} ${status === 200 ? headers['x-name'] : status}`
}
