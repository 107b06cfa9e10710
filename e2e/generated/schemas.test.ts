import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createFindings } from '../../packages/core/src/config/findings.ts'
import { parseEntries } from '../../packages/core/src/config/plugins/entries.ts'
import { parseService } from '../../packages/core/src/rules/service-rules.ts'
import { codeBlocks } from '../rules/markdown.ts'
import { filesLike, textOf } from '../rules/tracked-files.ts'

const ajv = new Ajv({ strict: true, strictTuples: false, validateFormats: false, allErrors: true })
const schemaOf = (path: string) => ajv.compile(JSON.parse(textOf(path)))
const core = schemaOf('packages/core/schema/config.json')
const full = schemaOf('packages/proxym/schema/config.json')
const services = schemaOf('packages/plugin-file/schema/services.json')

const mistakes = (validate: typeof core, value: unknown) => {
  validate(value)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

describe('the examples are valid', () => {
  test.each(filesLike(/^(examples|demo)\/.*proxym\.config\.(ya?ml|json)$/))('%s', path => {
    const value = parse(textOf(path))
    expect(mistakes(full, value)).toEqual([])
    expect(mistakes(core, value)).toEqual([])
  })

  test.each(filesLike(/^examples\/.*\/services\/.*\.(ya?ml|json)$/))('%s', path => {
    expect(mistakes(services, parse(textOf(path)))).toEqual([])
  })

  const blocks = filesLike(/^(?!.*\/templates\/).*\.md$/).flatMap(page =>
    codeBlocks(textOf(page)).map(block => ({ page, ...block })),
  )
  const configs = blocks.filter(
    ({ language, text }) => language === 'yaml' && /^plugins:/m.test(text) && !/^ {4,}plugins:/m.test(text),
  )
  test.each(configs)('the configuration in $page, line $line', ({ text }) => {
    expect(mistakes(full, parse(text))).toEqual([])
  })
})

test('the schema of the meta-package knows the options of every plugin that it brings', () => {
  const { dependencies } = JSON.parse(textOf('packages/proxym/package.json'))
  const brought = Object.keys(dependencies).flatMap(name => /^@proxym\/plugin-(.+)$/.exec(name)?.[1] ?? [])
  const [{ enum: known }] = JSON.parse(textOf('packages/proxym/schema/config.json')).properties.plugins.items.anyOf
  expect(known.toSorted()).toEqual(brought.toSorted())
})

describe('an entry of `plugins`', () => {
  test.each([
    'signal',
    './mine.ts',
    ['file', { configsPath: './services' }],
    ['signal'],
    { use: 'file', options: { configsPath: './services' } },
    { use: 'file', optional: true, confirmMs: 0, options: { configsPath: './services' } },
    ['proxym-plugin-dns', { anything: 1 }],
    { use: '@acme/proxym-plugin-dns' },
    ['marathon', { servers: ['m1:8080'], auth: { username: 'a', password: { env: 'PASSWORD' } } }],
    ['', {}],
    '',
    3,
    [],
    ['file', { configsPath: './services' }, 'more'],
    { use: 'file', optional: 'yes', options: { configsPath: './services' } },
    { use: 'file', confirmMs: -1, options: { configsPath: './services' } },
    { use: 'file', option: { configsPath: './services' } },
    { options: {} },
  ])('%j is valid where the check of the configuration takes it', entry => {
    const findings = createFindings()
    parseEntries([entry], () => ({ where: 'here' }), findings)
    expect(mistakes(core, { plugins: [entry] }).length > 0).toBe(findings.problems.length > 0)
    expect(mistakes(full, { plugins: [entry] }).length > 0).toBe(findings.problems.length > 0)
  })

  test.each([
    ['file', {}],
    ['file', { configPath: './services' }],
    ['haproxy', { templatePath: 'haproxy' }],
    ['stdout', { format: 'xml' }],
    ['signal', { on: 'SIGUSR2' }],
    ['marathon', { servers: [] }],
  ])('%j is refused where the options are known', (...entry) => {
    expect(mistakes(full, { plugins: [entry] })).not.toEqual([])
    expect(mistakes(core, { plugins: [entry] })).toEqual([])
  })
})

test.each([
  { listn: ':80' },
  { debounceMs: -1 },
  { debounceMs: 2 ** 31 },
  { log: { level: 'loud' } },
  { httpToken: { env: '' } },
])('a configuration with %j is refused', config => {
  expect(mistakes(core, config)).not.toEqual([])
})

describe('a service', () => {
  const host = { ip: '10.0.0.1', port: 80 }
  test.each([
    { id: 'a' },
    { id: 'a', hosts: [{ ...host, weight: 256, metadata: { zone: ['a', null, 1] } }], domains: ['*.example.com'], metadata: {} },
    {
      id: 'x'.repeat(200),
      port: 0,
      servicePort: 65_535,
      listenPort: 1,
      proxyPath: '/a',
      config: 'x',
      applicationProtocol: 'http',
    },
    { id: 'a', transportProtocol: '' },
    {},
    { id: '' },
    { id: 'a b' },
    { id: 'x'.repeat(201) },
    { id: 'a', port: 65_536 },
    { id: 'a', port: 1.5 },
    { id: 'a', domains: 'shop.example.com' },
    { id: 'a', hosts: [{ ...host, port: 0 }] },
    { id: 'a', hosts: [{ ...host, weight: 257 }] },
    { id: 'a', hosts: [{ ip: '10.0.0.1' }] },
    { id: 'a', hosts: [{ ...host, name: 'x' }] },
    { id: 'a', applicationProtocol: 'h t' },
    { id: 'a', proxyPath: `/${'x'.repeat(1024)}` },
    { id: 'a', config: 'x'.repeat(65_537) },
    { id: 'a', metadata: [] },
    { id: 'a', domain: 'shop.example.com' },
  ])('%j is valid where core takes it, alone and in a list', service => {
    const isTaken = 'service' in parseService(service as never, 'File', () => undefined)
    expect(mistakes(services, service).length === 0).toBe(isTaken)
    expect(mistakes(services, [service]).length === 0).toBe(isTaken)
  })
})
