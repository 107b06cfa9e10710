import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { createTestProxym } from '@proxym/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import file from '../../plugin-file/src/index.ts'
import { tempFolder } from '../../plugin-haproxy/test/rig/temp-folder.ts'
import { createStdoutPlugin } from '../../plugin-stdout/src/index.ts'
import annotations from '../src/index.ts'

test('the README shows what happens', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const blocks = (language: string) =>
    [...readme.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text)
  const folder = await tempFolder()
  await mkdir(join(folder, 'services'))
  await writeFile(join(folder, 'services', 'shop.yaml'), blocks('yaml')[1] ?? '')
  expect(parse(blocks('yaml')[0] ?? '').plugins[1]).toBe('annotations')

  let printed = ''
  const output = new Writable({
    write(chunk, _, done) {
      printed += chunk
      done()
    },
  })
  const plugins = [file({ configsPath: './services' }), annotations(), createStdoutPlugin(() => output)({ format: 'table' })]
  const { proxym, refresh, stop } = createTestProxym(plugins, { configDir: folder })
  onTestFinished(stop)
  await refresh()
  const [, body = ''] = /-d '(.*?)'/s.exec(blocks('sh')[1] ?? '') ?? []
  const [, path = ''] = /127\.0\.0\.1:5678(\S+)/.exec(blocks('sh')[1] ?? '') ?? []
  const send = async (text: string) => {
    const init = { method: 'PUT', body: text, headers: { 'content-type': 'application/json' } }
    return proxym.app.request(path, init, { loopback: true })
  }
  expect((await send(body)).status).toBe(204)
  printed = ''
  await refresh()
  expect(printed).toBe(blocks('text')[0])
  expect(`${await (await proxym.app.request('/annotations', {}, { loopback: true })).text()}\n`).toBe(blocks('json')[0])
  expect(`${await (await send('{ "domain": "x" }')).text()}\n`).toBe(blocks('json')[1])
})
