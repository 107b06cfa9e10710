import { expect, test } from 'vitest'
import { openRenderer, render } from '../rig/render.ts'
import { host, service, tcpService } from '../rig/service.ts'
import { writeTemplate } from '../rig/template.ts'

const dollar = '$'

test('removes blank lines and ends with one newline', async () => {
  const { path } = await writeTemplate('\n\n  \nglobal\n\t\n    maxconn 1\n\n\n{% for s in services %}\n{% endfor %}\n  \n')
  expect((await render([service({ id: 'a' })], { template: path })).text).toBe('global\n    maxconn 1\n')
  const short = await writeTemplate('global')
  expect((await render([], { template: short.path })).text).toBe('global\n')
})

test('refuses a template with Windows line ends, naming the line', async () => {
  const { path } = await writeTemplate('global\n  maxconn 1\r\n')
  await expect(render([], { template: path })).rejects.toMatchObject({
    problems: [{ code: 'PROXYM_LINT', where: 'rendered:2', hint: expect.stringContaining('LF') }],
  })
})

test('ignores a byte order mark', async () => {
  const { path } = await writeTemplate('\ufeffglobal\n')
  expect((await render([], { template: path })).text).toBe('global\n')
})

test('never parses data as a template', async () => {
  const { path } = await writeTemplate('{% for s in services %}# {{ s.metadata.note }} {{ s.config }}\n{% endfor %}')
  const evil = '{{ services | size }}{% include "/etc/passwd" %}'
  const { text } = await render([service({ id: 'a', metadata: { note: evil }, config: evil })], {
    template: path,
    configText: 'trusted',
  })
  expect(text).toBe(`# ${evil} ${evil}\n`)
})

test('lets a template ask for metadata and vars that may be missing', async () => {
  const { path } = await writeTemplate(
    '{% for s in services %}{% if s.metadata.a.b %}# {{ s.metadata.a.b }}{% endif %}{% endfor %}\nglobal # {{ vars.x | default: "none" }}\n',
  )
  expect((await render([service({ id: 'a' })], { template: path })).text).toBe('global # none\n')
  expect((await render([service({ id: 'a', metadata: { a: { b: 1 } } })], { template: path, vars: { x: 'given' } })).text).toBe(
    '# 1\nglobal # given\n',
  )
})

test('renders a function, also one that takes its time', async () => {
  const template = ({ services, vars }: { services: readonly { id: string }[]; vars: object }) =>
    `global\n\n# ${services.map(({ id }) => id)} ${JSON.stringify(vars)}`
  expect(await render([service({ id: 'a' })], { template, vars: { x: 1 } })).toMatchObject({
    text: 'global\n# a {"x":1}\n',
    problems: [],
    files: [],
  })
  expect((await render([], { template: async () => 'global' })).text).toBe('global\n')
})

test.each([
  [
    'throws',
    () => {
      throw new Error('boom')
    },
    'boom',
  ],
  ['returns no text', () => 7 as unknown as string, 'must return a string, got number'],
  ['returns nothing', () => '', 'no configuration at all'],
])('refuses a function that %s', async (_what, template, message) => {
  await expect(render([], { template })).rejects.toThrow(message)
})

test('does not wait for a function that never answers', async () => {
  const giveUp = new AbortController()
  const run = openRenderer({ template: () => new Promise<string>(() => undefined) })
  const failure = run([], giveUp.signal)
  giveUp.abort(new Error('stopping'))
  await expect(failure).rejects.toThrow('stopping')
})

test.each([
  ['global\n', 'haproxy'],
  ['events {\n}\n', 'nginx'],
  ['{% for s in services %}{{ s.id }}{% endfor %}\nhello\n', 'none'],
])('takes %j for what it looks like', async (text, wanted) => {
  const { path } = await writeTemplate(text)
  expect(await openRenderer({ template: path }).renderer.syntax()).toBe(wanted)
  expect(await openRenderer({ template: path, syntax: 'none' }).renderer.syntax()).toBe('none')
})

test('reserves the ports of the template, also those that it binds only for services', async () => {
  const { path } = await writeTemplate(`global
frontend own
  bind 127.0.0.1:8404
{% if routes.size > 0 %}
frontend web
  bind *:8080
{% endif %}
{% for l in listeners %}
frontend port-{{ l.port }}
  bind *:{{ l.port }}
{% endfor %}`)
  const services = [
    tcpService({ id: 'stats', listenPort: 8404 }),
    tcpService({ id: 'late', listenPort: 8080 }),
    tcpService({ id: 'free', listenPort: 9000 }),
    service({ id: 'web', domains: ['a.example.com'] }),
  ]
  const { text, problems } = await render(services, { template: path })
  expect(text.match(/bind .*/g)).toEqual(['bind 127.0.0.1:8404', 'bind *:8080', 'bind *:9000'])
  expect(problems.map(({ code, subject }) => `${code} ${subject}`).toSorted()).toEqual([
    'PROXYM_RESERVED_PORT late',
    'PROXYM_RESERVED_PORT stats',
  ])
})

test('refuses an environment variable that came with the data, and takes those of template, vars and trusted texts', async () => {
  const { path } = await writeTemplate(
    `backend a\n  description "${dollar}{OWN} {{ vars.x }}"\n{% for s in services %}description "{{ s.metadata.note }}"\n{{ s.config }}\n{% endfor %}`,
  )
  const vars = { x: `${dollar}{GIVEN}` }
  const trusted = service({ id: 'a', source: 'File', config: `description "${dollar}{MINE}"`, metadata: { note: '' } })
  const options = { template: path, vars, configText: { File: 'trusted' } } as const
  expect((await render([trusted], options)).text).toContain(`${dollar}{MINE}`)
  const spy = service({ id: 'b', source: 'Marathon', metadata: { note: `${dollar}{SECRET}` } })
  await expect(render([trusted, spy], options)).rejects.toThrow(`${dollar}{SECRET}`)
  const template = ({ services }: { services: readonly { metadata: object }[] }) =>
    `backend a\ndescription ${dollar}{OWN} ${JSON.stringify(services.map(({ metadata }) => metadata))}\n`
  await expect(render([spy], { template })).rejects.toThrow(`${dollar}{SECRET}`)
  expect((await render([], { template })).text).toContain(`${dollar}{OWN}`)
})

test('one wrong service costs the others nothing', async () => {
  const good = service({ id: 'good', domains: ['a.example.com'], hosts: [host('10.0.0.1', 80)] })
  const bad = service({ id: 'bad', domains: ['b.example.com'], config: 'bind :81' })
  const { text, problems } = await render([bad, good], { template: 'haproxy' })
  expect(text).toBe((await render([good], { template: 'haproxy' })).text)
  expect(problems).toMatchObject([{ code: 'PROXYM_CONFIG_TEXT', subject: 'bad' }])
})
