import { readFile } from 'node:fs/promises'
import { PassThrough } from 'node:stream'
import { createTestProxym } from '@proxym/core/testing'
import { createStdoutPlugin } from '@proxym/plugin-stdout'
import { expect, onTestFinished, test } from 'vitest'
import file from '../src/index.ts'
import { limits } from '../src/limits.ts'
import { tempFolder } from './temp-folder.ts'

const readme = readFile(new URL('../README.md', import.meta.url), 'utf8')

test('the files of the README give the output of the README', async () => {
  const blocks = [...(await readme).matchAll(/```(\w+)\n(.*?)```/gs)].map(([, language = '', text = '']) => ({ language, text }))
  const of = (language: string, index = 0): string => blocks.filter(block => block.language === language)[index]?.text ?? ''
  const { folder } = await tempFolder({ 'shop.yaml': of('yaml', 1), 'redis.json': of('json') })
  const stream = new PassThrough()
  const proxym = createTestProxym([file({ configsPath: folder }), createStdoutPlugin(() => stream)()])
  onTestFinished(() => proxym.stop())
  expect((await proxym.refresh()).problems).toEqual([])
  expect(stream.read().toString()).toBe(of('text'))
})

test('the figures of the README are those of the code', async () => {
  const text = await readme
  expect(limits.fileBytes).toBe(2 ** 20)
  for (const figure of [limits.files, limits.values].map(number => number.toLocaleString('en'))) expect(text).toContain(figure)
  expect(text).toContain(`${limits.depth} levels`)
  expect(text).toContain(`for ${limits.vanishedMs} ms`)
  expect(text).toContain(`less than ${limits.quietMs} ms ago`)
})
