import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openRenderer, render } from '../rig/render.ts'
import { host, service } from '../rig/service.ts'
import { writeTemplate } from '../rig/template.ts'

const docs = readFileSync(new URL('../../../../docs/templates.md', import.meta.url), 'utf8')
const blocks = [...docs.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => ({ language, text }))

const written = JSON.parse(blocks.find(({ language }) => language === 'json')?.text ?? '[]') as readonly Record<string, never>[]
const services = written.map(({ id = '', hosts = [], domains = [], transportProtocol = 'tcp', listenPort = 0 }) =>
  service({
    id,
    domains,
    listenPort,
    transportProtocol,
    applicationProtocol: id === 'db' ? '' : 'http',
    hosts: (hosts as ReturnType<typeof host>[]).map(({ ip, port, weight }) => host(ip, port, weight)),
  }),
)

test('every example of docs/templates.md gives what stands below it', async () => {
  const examples = blocks.flatMap(({ language, text }, index) =>
    language === 'liquid' ? [{ template: text, wanted: blocks[index + 1] }] : [],
  )
  expect(examples.length).toBeGreaterThan(2)
  for (const { template, wanted } of examples) {
    const { path } = await writeTemplate(template)
    expect(wanted?.language).toBe('text')
    expect((await render(services, { template: path })).text).toBe(wanted?.text)
  }
})

test('every expression of the table for people from Go can be parsed', async () => {
  const table = docs.slice(docs.indexOf('## From Go templates'))
  const cells = [...table.matchAll(/^\| .*? \| (`.*) \|$/gm)].map(([, cell = '']) => cell.replaceAll('\\|', '|'))
  expect(cells.length).toBeGreaterThan(15)
  const run = async (text: string) => {
    const { path } = await writeTemplate(text, { 'x.liquid': '# {{ service.id }}' })
    return openRenderer({ template: path, syntax: 'none' })(services.slice(0, 1))
  }
  for (const code of cells.flatMap(cell => [...cell.matchAll(/`([^`]+)`/g)].map(([, found = '']) => found))) {
    if (!/^\{[{%]/.test(code) || code === '{{- … -}}' || code === '{%- … -%}' || /els(?:if|e)/.test(code)) continue
    const opened = [...code.matchAll(/\{% (if|for|unless) /g)].map(([, tag]) => `{% end${tag} %}`)
    const closed = code.includes('{% end') ? '' : opened.join('')
    const setting = '{% assign a = true %}{% assign b = true %}{% for service in services %}{% for host in service.hosts %}'
    await expect(run(`# start\n${setting}${code}${closed}{% endfor %}{% endfor %}`), code).resolves.toBeDefined()
  }
})

test('the table of filters names every filter that templates have', async () => {
  const rows = [...docs.slice(docs.indexOf('## Filters')).matchAll(/^\| `([a-z_]+)` \| `(\{\{.*?\}\})` \|/gm)]
  expect(rows.map(([, name]) => name)).toEqual([
    'backend_name',
    'upstream_name',
    'server_name',
    'address',
    'domain',
    'path',
    'port',
  ])
  const setting =
    '{% assign service = services[0] %}{% assign host = service.hosts[0] %}{% assign listener = listeners[0] %}{% assign route = routes[0] %}'
  for (const [, name, code = ''] of rows) {
    const path = { path: '/a' }
    const { path: template } = await writeTemplate(`# start\n${setting}# ${code.replaceAll('\\|', '|')}`)
    const given = services.map(each => (each.domains.length > 0 ? { ...each, proxyPath: path.path } : each))
    expect((await render(given, { template })).text, name).toMatch(/^# start\n# \S+\n$/)
  }
})
