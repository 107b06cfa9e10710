import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ProxymError } from '@proxym/core'
import { expect, test } from 'vitest'
import { openRenderer, render } from '../rig/render.ts'
import { service } from '../rig/service.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { writeTemplate } from '../rig/template.ts'

const web = service({ id: 'web', metadata: { note: 'x' } })

async function problemsOf(template: string, options = {}) {
  const failure = await render([web], { template, ...options }).catch((error: unknown) => error)
  if (!(failure instanceof ProxymError)) throw new Error('it rendered')
  return failure.problems
}

test.each([
  ['an open tag', 'global\n{% if services %}\n', ':2:1', 'not closed', 'closing tag'],
  ['an unknown tag', 'global\n  {% iff services %}\n', ':2:3', 'iff', 'Correct the template'],
  ['an unknown variable', 'global\n{% for s in services %}{{ s.nmae }}{% endfor %}\n', ':2:', 's.nmae', 'docs/templates.md'],
  ['an unknown filter', 'global\n {{ "a" | backendname }}', ':2:', 'backendname', 'docs/templates.md'],
  ['a filter of the clock', '{{ "now" | date: "%s" }}', ':1:', 'date', 'clock'],
  ['a filter that evaluates text', '{{ services | where_exp: "s", "s.id" }}', ':1:', 'where_exp', 'switched off'],
  ['a filter for HTML', '{{ "<a>" | strip_html }}', ':1:', 'strip_html', 'HTML'],
  ['a missing partial', 'global\n{% render "nope" %}', ':2:', 'nope', 'Partials stand'],
  ['a partial outside', '{% render "../secret" %}', ':1:', 'secret', 'Partials stand'],
  ['an absolute partial', '{% include "/etc/passwd" %}', ':1:', 'passwd', 'Partials stand'],
  ['an object as text', 'global\n  {{ services[0] }}', '', 'object', 'Correct the template'],
  ['a prototype', '{{ services.constructor }}', ':1:', 'constructor', 'docs/templates.md'],
  ['a filter that refuses a value', '{{ "a b" | domain }}', ':1:', 'a domain must be', 'Correct the template'],
])('names the place of %s', async (_what, text, place, message, hint) => {
  const { path } = await writeTemplate(text)
  const [problem, ...others] = await problemsOf(path)
  expect(others).toEqual([])
  expect(problem).toMatchObject({
    code: 'PROXYM_TEMPLATE',
    where: expect.stringContaining(path + place),
    message: expect.stringContaining(message),
  })
  expect(problem?.hint).toContain(hint)
  expect(problem?.message).not.toMatch(/line:|col:/)
})

test('names the partial in which a fault is', async () => {
  const { path, folder } = await writeTemplate('global\n{% render "part", services: services %}', {
    'part.liquid': '\n\n{{ nope }}',
  })
  expect(await problemsOf(path)).toMatchObject([
    { where: `${join(folder, 'part.liquid')}:3:4`, message: expect.stringContaining('nope') },
  ])
})

test('refuses a partial that a link leads out of the folder', async () => {
  const outside = await tempFolder()
  await writeFile(join(outside, 'secret.liquid'), 'secret')
  const { path, folder } = await writeTemplate('global\n{% render "secret" %}')
  await symlink(join(outside, 'secret.liquid'), join(folder, 'secret.liquid'))
  expect(await problemsOf(path)).toMatchObject([{ message: expect.stringContaining('ENOENT') }])
})

test('says that a template is not there, or is a folder', async () => {
  const folder = await tempFolder()
  expect(await problemsOf('nope.liquid', { configDir: folder })).toMatchObject([
    { code: 'PROXYM_TEMPLATE_MISSING', where: join(folder, 'nope.liquid') },
  ])
  expect(await problemsOf(folder)).toMatchObject([{ code: 'PROXYM_TEMPLATE_UNREADABLE' }])
})

test('stops a template that does not end, without holding up the event loop', async () => {
  const { path, write } = await writeTemplate(
    'global\n{% for i in (1..9999) %}{% for j in (1..9999) %}{% for k in (1..9999) %}{% endfor %}{% endfor %}{% endfor %}',
  )
  const run = openRenderer({ template: path, limits: { timeMs: 2000 } })
  let turns = 0
  const ticking = setInterval(() => turns++, 10)
  const failure = run([web])
  await expect(failure).rejects.toMatchObject({
    problems: [{ code: 'PROXYM_TEMPLATE_TIMEOUT', message: expect.stringContaining('2000 ms') }],
  })
  clearInterval(ticking)
  expect(turns).toBeGreaterThan(5)
  await write('proxy.liquid', 'global\n')
  expect((await run([web])).text).toBe('global\n')
})

test('stops a template that writes or collects too much', async () => {
  const { path } = await writeTemplate('{% for i in (1..100000) %}0123456789{% endfor %}')
  expect(await problemsOf(path, { limits: { outputChars: 1000 } })).toMatchObject([
    { code: 'PROXYM_TEMPLATE_LIMIT', message: expect.stringContaining('1000 characters') },
  ])
  const hoard = await writeTemplate(
    '{% assign a = "0123456789" %}{% for i in (1..100000000) %}{% assign a = a | append: a | upcase %}{% endfor %}',
  )
  const [problem] = await problemsOf(hoard.path, { limits: { heapMiB: 32, timeMs: 15_000 } })
  expect(['PROXYM_TEMPLATE_LIMIT', 'PROXYM_TEMPLATE']).toContain(problem?.code)
})

test('stops at once when the caller gives up', async () => {
  const { path } = await writeTemplate(
    '{% for i in (1..9999) %}{% for j in (1..9999) %}{% for k in (1..9999) %}{% endfor %}{% endfor %}{% endfor %}',
  )
  const run = openRenderer({ template: path, limits: { timeMs: 600_000 } })
  const giveUp = new AbortController()
  setTimeout(() => giveUp.abort(new Error('stopping')), 50)
  await expect(run([web], giveUp.signal)).rejects.toThrow('stopping')
})
