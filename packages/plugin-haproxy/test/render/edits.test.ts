import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRenderer } from '../rig/render.ts'
import { service } from '../rig/service.ts'
import { writeTemplate } from '../rig/template.ts'

const one = [service({ id: 'one' })]
const two = [...one, service({ id: 'two' })]
const list = '{% for service in services %}backend {{ service.id | backend_name }}\n{% endfor %}'

test('sees an edit of the template at the next rendering, whatever was watched', async () => {
  const { path, write } = await writeTemplate(`# 1\n${list}`)
  const run = openRenderer({ template: path })
  expect((await run(one)).text).toBe('# 1\nbackend one\n')
  await write('proxy.liquid', `# 2\n${list}`)
  expect((await run(one)).text).toBe('# 2\nbackend one\n')
})

test('names template and partials to watch, also one that is missing, and sees their edits', async () => {
  const { path, folder, write } = await writeTemplate('{% render "parts/head" %}\n{% render "tail" %}\n', {
    'parts/head.liquid': 'global',
  })
  const run = openRenderer({ template: path })
  expect(run.renderer.files()).toEqual([path])
  await expect(run(one)).rejects.toThrow('tail')
  expect(run.renderer.files().toSorted()).toEqual([join(folder, 'parts/head.liquid'), path, join(folder, 'tail.liquid')])
  await write('tail.liquid', 'defaults')
  expect(await run(one)).toMatchObject({
    text: 'global\ndefaults\n',
    files: expect.arrayContaining([join(folder, 'tail.liquid')]),
  })
  await write('parts/head.liquid', 'global # new')
  expect((await run(one)).text).toBe('global # new\ndefaults\n')
})

test.each([
  ['cannot be parsed', '{% if'],
  ['names what is not there', '{{ nope }}'],
  ['gives a file that lint refuses', 'backend a\nbackend a\n'],
  ['gives nothing', '\n\n'],
  [
    'does not end',
    '{% for i in (1..9999) %}{% for j in (1..9999) %}{% for k in (1..9999) %}{% endfor %}{% endfor %}{% endfor %}',
  ],
])('keeps the last good template when an edit %s', async (_what, broken) => {
  const { path, write } = await writeTemplate(list)
  const run = openRenderer({ template: path, syntax: 'haproxy', limits: { timeMs: 3000 } })
  await run(one)
  await write('proxy.liquid', broken)
  const { text, problems } = await run(two)
  expect(text).toBe('backend one\nbackend two\n')
  expect(problems).not.toEqual([])
  expect(problems.every(({ message }) => message.includes('the last good version of the template is used'))).toBe(true)
  // The fault stands until the template is right again.
  expect((await run(one)).problems).not.toEqual([])
  await write('proxy.liquid', `# right\n${list}`)
  expect(await run(one)).toMatchObject({ text: '# right\nbackend one\n', problems: [] })
})

test('keeps the last good template when the file vanishes', async () => {
  const { path } = await writeTemplate(list)
  const run = openRenderer({ template: path })
  await run(one)
  await rm(path)
  expect(await run(two)).toMatchObject({ text: 'backend one\nbackend two\n', problems: [{ code: 'PROXYM_TEMPLATE_MISSING' }] })
})

test('renders again after reload and after close', async () => {
  const { path } = await writeTemplate(list)
  const run = openRenderer({ template: path })
  await run(one)
  run.renderer.reload()
  expect((await run(two)).text).toBe('backend one\nbackend two\n')
  await run.renderer.close()
  await run.renderer.close()
  expect((await run(one)).text).toBe('backend one\n')
})
