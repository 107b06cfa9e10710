import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ask, routed } from '../rig/ask.ts'
import { freePort } from '../rig/free-port.ts'
import { checkFile, startHaproxy } from '../rig/proxy.ts'
import { render } from '../rig/render.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { routingCases, startLandscape } from './landscape.ts'

const unprivileged = (port: number) => ({
  bind: `127.0.0.1:${port}`,
  listenAddress: '127.0.0.1',
  user: false,
  group: false,
  check: false,
})

async function writeConfig(text: string): Promise<string> {
  const file = join(await tempFolder(), 'haproxy.cfg')
  await writeFile(file, text)
  return file
}

test('haproxy routes real requests by host and path', async () => {
  const { services, http, tcp, web } = await startLandscape()
  const { text, problems } = await render(services, { template: 'haproxy', vars: unprivileged(http) })
  expect(problems).toEqual([])
  const file = await writeConfig(text)
  const check = await checkFile('haproxy', file)
  expect(check).toMatchObject({ code: 0 })
  // The name that does not resolve is the only thing that HAProxy has to say.
  expect(check.said.match(/WARNING.*/g)).toEqual([
    expect.stringContaining('no-such-host.invalid'),
    expect.stringContaining('no-such-host.invalid'),
  ])

  await startHaproxy(file, http)
  for (const [claim, host, path, wanted] of routingCases) expect(await routed(http, host, path), claim).toBe(wanted)
  expect(await routed(tcp, 'anything'), 'tcp listener').toBe('db /')
  expect(await routed(web, 'anything', '/x'), 'http listener').toBe('web /x')
  const { seen } = await ask(http, 'shop.example.com:8080')
  expect(seen).toMatchObject({ host: 'shop.example.com:8080', forwardedFor: '127.0.0.1' })
  expect((await ask(web, 'x')).seen?.forwardedFor).toBe('127.0.0.1')
})

test('haproxy starts without services and answers 503', async () => {
  const port = await freePort()
  const { text } = await render([], { template: 'haproxy', vars: unprivileged(port) })
  const file = await writeConfig(text)
  expect(await checkFile('haproxy', file)).toMatchObject({ code: 0, said: expect.not.stringContaining('WARNING') })
  await startHaproxy(file, port)
  expect(await routed(port, 'shop.example.com')).toBe(503)
})

test('the defaults of the haproxy template are those of a system service', async () => {
  const { text } = await render([], { template: 'haproxy' })
  expect(text).toContain('bind *:80\n')
  expect(text).toContain('user haproxy\n')
  expect(await checkFile('haproxy', await writeConfig(text))).toMatchObject({ code: 0 })
})
