import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { render } from '../src/render.ts'

test('the outputs of the README are what is printed', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const [json = '', table = '', text = ''] = ['json', 'text', 'text'].map(
    (language, index) =>
      [...readme.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))][index === 2 ? 1 : 0]?.[1] ?? '',
  )
  const { services } = JSON.parse(json)
  expect(render(services, 'json', 80)).toBe(json)
  expect(render(services, 'table', 80)).toBe(table)
  expect(render(services, 'text', 80)).toBe(text)
})
