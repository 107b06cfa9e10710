import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ask, routed } from '../rig/ask.ts'
import { freePort } from '../rig/free-port.ts'
import { checkFile, startNginx } from '../rig/proxy.ts'
import { render } from '../rig/render.ts'
import { host, service } from '../rig/service.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { routingCases, startLandscape } from './landscape.ts'

async function place(port: number) {
  const folder = await tempFolder()
  await mkdir(join(folder, 'tmp'), { mode: 0o777 })
  const vars = {
    listen: `127.0.0.1:${port}`,
    listenAddress: '127.0.0.1',
    pid: join(folder, 'nginx.pid'),
    errorLog: 'stderr',
    accessLog: 'off',
    tempPath: join(folder, 'tmp'),
  }
  const write = async (text: string) => {
    const file = join(folder, 'nginx.conf')
    await writeFile(file, text)
    return file
  }
  return { vars, write }
}

const lookup = async (name: string) => {
  if (name === 'localhost') return ['127.0.0.1']
  throw new Error('ENOTFOUND')
}

test('nginx routes real requests by host and path', async () => {
  const { services, http, tcp, web } = await startLandscape()
  const { vars, write } = await place(http)
  const { text, problems } = await render(services, { template: 'nginx', vars, lookup })
  expect(problems.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
    'PROXYM_HOST_UNRESOLVED lost',
    'PROXYM_HOST_UNRESOLVED half',
  ])
  const file = await write(text)
  expect(await checkFile('nginx', file)).toMatchObject({ code: 0, said: expect.not.stringContaining('[warn]') })

  await startNginx(file, http)
  for (const [claim, name, path, wanted] of routingCases) expect(await routed(http, name, path), claim).toBe(wanted)
  expect(await routed(tcp, 'anything'), 'tcp listener').toBe('db /')
  expect(await routed(web, 'anything', '/x'), 'http listener').toBe('web /x')
  const { seen } = await ask(http, 'shop.example.com:8080')
  expect(seen).toMatchObject({ host: 'shop.example.com:8080', forwardedFor: '127.0.0.1' })
})

test('nginx starts without services and answers 503', async () => {
  const port = await freePort()
  const { vars, write } = await place(port)
  const { text } = await render([], { template: 'nginx', vars })
  expect(text).not.toMatch(/^stream/m)
  const file = await write(text)
  expect(await checkFile('nginx', file)).toMatchObject({ code: 0 })
  await startNginx(file, port)
  expect(await routed(port, 'shop.example.com')).toBe(503)
})

test('nginx keeps the headers of the template beside those of a config text', async () => {
  const { services, http } = await startLandscape()
  const { vars, write } = await place(http)
  const config = 'proxy_set_header X-Extra 1;\nadd_header X-Seen yes;'
  const { text } = await render(
    services.map(each => (each.id === '/group/shop' ? { ...each, config } : each)),
    { template: 'nginx', vars, lookup },
  )
  await startNginx(await write(text), http)
  const { seen, headers } = await ask(http, 'shop.example.com:8080')
  expect(seen?.host).toBe('shop.example.com:8080')
  expect(headers['x-seen']).toBe('yes')
})

test('nginx carries udp', async () => {
  const [http, port] = [await freePort(), await freePort()]
  const echo = createSocket('udp4')
  echo.on('message', (message, { port: from, address }) => echo.send(`echo ${message}`, from, address))
  echo.bind(0, '127.0.0.1')
  await once(echo, 'listening')
  onTestFinished(() => void echo.close())
  const { vars, write } = await place(http)
  const dns = service({
    id: 'dns',
    applicationProtocol: 'dns',
    transportProtocol: 'udp',
    listenPort: port,
    hosts: [host('127.0.0.1', echo.address().port)],
  })
  const { text, problems } = await render([dns], { template: 'nginx', vars })
  expect(problems).toEqual([])
  await startNginx(await write(text), http)
  const client = createSocket('udp4')
  onTestFinished(() => void client.close())
  client.send('hello', port, '127.0.0.1')
  const [answer] = await once(client, 'message')
  expect(String(answer)).toBe('echo hello')
})
