import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { routed } from '../rig/ask.ts'
import { freePort } from '../rig/free-port.ts'
import { startOrigin } from '../rig/origin.ts'
import { checkFile, startHaproxy } from '../rig/proxy.ts'
import { render } from '../rig/render.ts'
import { host, service } from '../rig/service.ts'
import { tempFolder } from '../rig/temp-folder.ts'

test('5,000 domains are checked, loaded and routed by maps', async () => {
  const [port, origin, folder] = [await freePort(), await startOrigin('origin'), await tempFolder()]
  const services = Array.from({ length: 5000 }, (_, index) =>
    service({ id: `s${index}`, domains: [`d${index}.example.com`], hosts: [host(origin.ip, origin.port)] }),
  )
  const vars = { bind: `127.0.0.1:${port}`, user: false, group: false, check: false }
  const targetPath = join(folder, 'haproxy.cfg')
  const { config, problems } = await render(services, { template: 'haproxy-maps', targetPath, vars })
  expect(problems).toEqual([])
  for (const { path, content } of config.sideFiles) await writeFile(path, content)
  await writeFile(targetPath, config.text)
  expect(await checkFile('haproxy', targetPath)).toMatchObject({ code: 0 })
  await startHaproxy(targetPath, port)
  for (const index of [0, 2500, 4999]) expect(await routed(port, `d${index}.example.com`)).toBe('origin /')
  expect(await routed(port, 'd5000.example.com')).toBe(503)
}, 120_000)
