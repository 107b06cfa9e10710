import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTestProxym } from '@proxym/core/testing'
import file from '@proxym/plugin-file'
import { expect, onTestFinished, test } from 'vitest'
import haproxy from '../src/index.ts'
import { haproxyOptions } from '../src/options.ts'
import { tempFolder } from './rig/temp-folder.ts'

const readme = readFile(new URL('../README.md', import.meta.url), 'utf8')

test('the template and the service of the README give the output of the README, which HAProxy accepts', async () => {
  const blocks = [...(await readme).matchAll(/```(\w+)\n(.*?)```/gs)].map(([, language = '', text = '']) => ({ language, text }))
  const of = (language: string, index = 0): string => blocks.filter(block => block.language === language)[index]?.text ?? ''
  const folder = await tempFolder()
  await writeFile(join(folder, 'shop.yaml'), of('yaml', 1))
  await writeFile(join(folder, 'haproxy.cfg.liquid'), of('liquid'))
  const options = { templatePath: './haproxy.cfg.liquid', configFilePath: './haproxy.cfg', reloadCommand: 'true' }
  const plugins = [file({ configsPath: '.' }), haproxy({ ...options, checkCommand: 'haproxy -c -f %s' })]
  const proxym = createTestProxym(plugins, { configDir: folder })
  onTestFinished(() => proxym.stop())
  expect((await proxym.refresh()).problems).toEqual([])
  expect(await readFile(join(folder, 'haproxy.cfg'), 'utf8')).toBe(of('haproxy'))
})

test('the README has a row for every option, with its default', async () => {
  const table = (await readme).split('\n').filter(line => line.startsWith('| `'))
  for (const name of Object.keys(haproxyOptions.shape)) expect(table.join('\n'), name).toContain(`\`${name}\``)
  const defaults = haproxyOptions.parse({ templatePath: 'x', configFilePath: 'x', reloadCommand: 'x' })
  for (const name of ['checkTimeoutMs', 'reloadTimeoutMs', 'verifyTimeoutMs', 'reloadGapMs'] as const) {
    expect(table.find(line => line.includes(`\`${name}\``))).toContain(`${defaults[name]}`)
  }
})
