import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'

test('the test of the README prints what the README says', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const block = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, text = '']) => text).find(text => text.includes('inject('))
  // Inside the workspace, so that imports are found.
  const folder = join(import.meta.dirname, '../../../../test-results')
  const file = join(folder, `readme-${process.pid}.ts`)
  await mkdir(folder, { recursive: true })
  await writeFile(file, block ?? '')
  onTestFinished(() => rm(file))
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {})
  await import(file)
  expect(printed.mock.calls).toEqual([[[['web.example.com']]], [true, []]])
  expect(readme).toContain("This prints `[ [ 'web.example.com' ] ]` and `true []`.")
})
