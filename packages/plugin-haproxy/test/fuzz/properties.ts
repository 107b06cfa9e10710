import type { Service } from '@proxym/core'
import fc from 'fast-check'
import { expect } from 'vitest'
import { mutated, textOf } from '../../../core/test/fuzz/odd-values.ts'
import { complainedLine, complaintsIn } from '../../src/apply/complaints.ts'
import { lastWords } from '../../src/command/describe-end.ts'
import { createOutputRing } from '../../src/command/output-ring.ts'
import { checkCommandFor, checkMode } from '../../src/command/substitute.ts'
import { prepareService } from '../../src/data/index.ts'
import { haproxyWords } from '../../src/lint/haproxy-words.ts'
import { configFlaw, lint, looksLike, parseHaproxy, type Syntax } from '../../src/lint/index.ts'
import { parseNginx } from '../../src/lint/parse-nginx.ts'
import { haproxyOptions } from '../../src/options.ts'
import { parseShowInfo } from '../../src/verify/show-info.ts'
import { parseShowProc } from '../../src/verify/show-proc.ts'
import { service } from '../rig/service.ts'

type Property = fc.IRawProperty<unknown>

/** What it gives, twice the same. */
function steady<T>(parse: () => T): T {
  const first = parse()
  expect(parse()).toEqual(first)
  return first
}

const proc = `#<PID>          <type>          <reloads>       <uptime>        <version>
10073           master          2 [failed: 1]   0d00h00m06s     2.6.12-1+deb12u4
# workers
10382           worker          1               1d02h00m02s     2.6.12-1+deb12u4
# old workers
10076           worker          2               0d00h00m06s     2.6.12-1+deb12u4
`
const info = 'Name: HAProxy\nPid: 10076\nUptime_sec: 3\nStopping: 0\n'
const haproxyText = textOf(
  ...[
    'global',
    'defaults',
    'backend x',
    'frontend x',
    'listen y',
    'bind :80',
    'bind *:1-9,:5 interface a',
    'server',
    'use_backend x',
    '\n',
    ' ',
    '\t',
  ],
  ...[
    '"',
    "'",
    '\\',
    '\\x00',
    '\\x6',
    '#',
    '$',
    '{',
    '}',
    `${'$'}{A}`,
    '%[env(A)]',
    'no ',
    'option',
    '-f',
    'map(x)',
    '\r',
    '\u2028',
    'x '.repeat(70),
  ],
)
const nginxText = textOf(
  ...[
    'http',
    'server',
    'location /',
    'upstream a',
    'listen 80;',
    'listen [::]:1 udp;',
    'if ($a)',
    'if (-f x)',
    '{',
    '}',
    ';',
    '\n',
    ' ',
    '"',
    "'",
    '\\',
  ],
  ...['${', '$', '#', 'root /', 'proxy_pass x', 'add_header a b', ')', '\\"', '\t'],
)
const text = fc.oneof(haproxyText, nginxText, fc.string({ unit: 'binary' }))
const syntax = fc.constantFrom<Syntax>('haproxy', 'nginx', 'none')
const isCount = (value: number | undefined) => value === undefined || (Number.isSafeInteger(value) && value >= 0)
const target = { path: '/etc/haproxy/haproxy.cfg', given: './haproxy.cfg', folder: '/etc/haproxy', home: '/etc' }

/** Every parser of this plugin that text from outside reaches. */
export const properties: Readonly<Record<string, Property>> = {
  'show proc': fc.property(
    fc.oneof(mutated(proc), textOf('#<PID>', '<type>', 'master', 'worker', '\n', ' ', '9', '# workers', '[failed: 1]')),
    answer => {
      const list = steady(() => parseShowProc(answer))
      if (list === undefined) return
      expect([list.masterPid, list.reloads, list.failed, ...list.workers.map(({ pid }) => pid)].every(isCount)).toBe(true)
      for (const { uptimeSeconds } of list.workers) expect(uptimeSeconds === undefined || uptimeSeconds >= 0).toBe(true)
    },
  ),
  'show info': fc.property(fc.oneof(mutated(info), textOf('Pid:', 'Uptime_sec:', '\n', ' 9', 'Stopping: 1')), answer => {
    const facts = steady(() => parseShowInfo(answer))
    if (facts !== undefined) expect([facts.pid, facts.uptimeSeconds].every(isCount)).toBe(true)
  }),
  'output of a check': fc.property(
    fc.oneof(
      mutated('[ALERT] parsing [/etc/.x.new:2] : unknown keyword', 'nginx: [emerg] x in /etc/.x.new:1'),
      fc.string({ unit: 'binary' }),
    ),
    fc.array(fc.uint8Array({ maxLength: 40 })),
    (output, chunks) => {
      const text = 'first\n  second \n'
      const complaints = steady(() => complaintsIn(output, '/etc/.x.new', text))
      for (const { line, words } of complaints) {
        if (line !== undefined) expect(line).toBeLessThanOrEqual(3)
        expect(words.length).toBeLessThanOrEqual(402)
        expect(words).not.toMatch(/[^\P{Cc}\n\t]/u)
      }
      const line = complainedLine(complaints, text)
      if (line !== undefined) expect(line).toMatch(/^line [12]: `(first|second)`$/)
      expect(steady(() => lastWords(output, 50)).length).toBeLessThanOrEqual(52)
      expect(lastWords(output)).not.toMatch(/[^\P{Cc}\n\t]/u)
      const ring = createOutputRing(64)
      for (const chunk of chunks) ring.push(Buffer.from(chunk))
      const all = Buffer.concat(chunks)
      expect(ring.text()).toBe(all.subarray(Math.max(0, all.length - 64)).toString())
    },
  ),
  'check command': fc.property(
    fc.oneof(
      textOf('%s', '%%s', "'%s'", '"%s"', target.path, './haproxy.cfg', '~/haproxy/haproxy.cfg', ' ', ';', '-f', '$HOME', "'"),
      fc.string(),
    ),
    command => {
      const staged = '/etc/haproxy/.x.new'
      const made = steady(() => checkCommandFor(command, target, staged))
      if (checkMode(command, target) === 'in place') expect(made).toBe(command)
      else expect(made).toMatch(/\.x\.new|%s/)
    },
  ),
  // A bare NUL is refused with the other control characters before a line is looked at.
  'words of HAProxy': fc.property(
    haproxyText.filter(line => !line.includes('\0')),
    line => {
      const { words, count, flaw } = steady(() => haproxyWords(line))
      expect(count).toBeGreaterThanOrEqual(words.length)
      if (flaw === undefined) for (const word of words) expect(word).not.toContain('\0')
    },
  ),
  'lint of a file': fc.property(text, syntax, (file, kind) => {
    for (const { code, message } of steady(() => lint(file, kind, () => false))) {
      expect(code).toMatch(/^PROXYM_LINT/)
      expect(message.length).toBeGreaterThan(10)
    }
    steady(() => [parseHaproxy(file), parseNginx(file), looksLike(file)])
  }),
  'lint of a config text': fc.property(text, syntax, (config, kind) => {
    const flaw = steady(() => configFlaw({ config }, kind))
    if (flaw !== undefined) expect(flaw.line >= 1 && flaw.line <= config.split('\n').length).toBe(true)
    const { service: prepared, problems } = prepareService(service({ id: 'x', config }), { syntax: kind, configText: 'lint' })
    // Refused with one reason, or taken without any.
    expect([prepared === undefined, problems.length]).toEqual(flaw === undefined ? [false, 0] : [true, 1])
  }),
  'services that did not come through core': fc.property(
    fc.record({
      id: text,
      domains: fc.array(text),
      proxyPath: text,
      ip: text,
      port: fc.oneof(fc.integer(), fc.double()),
      health: fc.json(),
    }),
    syntax,
    ({ id, domains, proxyPath, ip, port, health }, kind) => {
      const given: Service = service({
        id,
        domains,
        proxyPath,
        hosts: [{ ip, port, weight: 1, metadata: {} }],
        metadata: { health: JSON.parse(health) },
      })
      const { service: prepared, problems } = steady(() => prepareService(given, { syntax: kind, configText: 'lint' }))
      expect(prepared === undefined).toBe(problems.length > 0)
      if (prepared !== undefined) expect(`${prepared.domains.join('')}${prepared.proxyPath}${ip}`).not.toMatch(/[\s"'\\{};#$]/)
    },
  ),
  options: fc.property(
    fc.oneof(
      fc.anything(),
      fc.record({
        templatePath: fc.anything(),
        configFilePath: fc.anything(),
        reloadCommand: fc.anything(),
        configText: fc.anything(),
      }),
    ),
    given => {
      steady(() => haproxyOptions.safeParse(given).success)
    },
  ),
}
