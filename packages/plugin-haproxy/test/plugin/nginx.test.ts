import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTestProxym } from '@proxym/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import haproxy from '../../src/index.ts'
import { oneService } from '../apply-rig/text-source.ts'
import { freePort } from '../rig/free-port.ts'
import { startNginx } from '../rig/proxy.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { until } from '../rig/until.ts'

test('nginx: checked as `nginx -t -c %s`, reloaded by HUP, a wrong text never replaces the file', async () => {
  const folder = await tempFolder()
  const port = await freePort()
  const target = join(folder, 'nginx.conf')
  const configFor = (answer: string) => `pid ${folder}/pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  server { listen 127.0.0.1:${port}; location / { return 200 "${answer}"; } }
}
`
  let text = configFor('first')
  await writeFile(target, text)
  const { pid } = await startNginx(target, port)
  const checkCommand = 'nginx -t -c %s'
  const plugin = haproxy({
    ...{ templatePath: () => text, configFilePath: target, checkCommand, reloadCommand: `kill -HUP ${pid}` },
    ...{ syntax: 'none', reloadGapMs: 0 },
  })
  const proxym = createTestProxym([oneService().plugin, plugin])
  onTestFinished(() => proxym.stop())
  expect((await proxym.refresh()).problems).toEqual([])
  text = configFor('second')
  expect((await proxym.refresh()).problems).toEqual([])
  const answer = async () => (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })).text()
  await until('nginx has loaded the text', async () => (await answer()) === 'second')
  text = configFor('third').replace('return 200', 'retrun 200')
  const { problems } = await proxym.refresh()
  expect(problems).toMatchObject([{ code: 'PROXYM_CHECK_FAILED' }])
  expect(problems[0]?.message).toContain('unknown directive "retrun"')
  expect(problems[0]?.message).toContain('(line 6: `server {')
  expect(await readFile(target, 'utf8')).toBe(configFor('second'))
})
