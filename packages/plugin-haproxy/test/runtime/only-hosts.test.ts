import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isOnlyHosts } from '../../src/runtime/only-hosts.ts'
import { configText } from '../../src/text/index.ts'

const file = (...lines: readonly string[]) =>
  configText(
    `global\n  maxconn 1\ndefaults\n  default-server inter 2s\nbackend a\n  balance roundrobin\n${lines.map(line => `  ${line}\n`).join('')}backend b\n  server s 1.1.1.1:1\n`,
  ).pieces
const one = file('server s1 10.0.0.1:80 weight 1 check')

test.each([
  ['another host', ['server s2 10.0.0.2:81 weight 1 check'], true],
  ['one more', ['server s1 10.0.0.1:80 weight 1 check', 'server s2 [::1]:81 weight 9 check'], true],
  ['none any more', [], true],
  ['another weight', ['server s1 10.0.0.1:80 weight 7 check'], true],
  ['the weight at another place', ['server s2 10.0.0.2:80 check weight 7'], true],
  ['another option', ['server s2 10.0.0.2:80 weight 1 check backup'], false],
  ['an option less', ['server s2 10.0.0.2:80 weight 1'], false],
  ['another default for servers', ['default-server fall 9', 'server s1 10.0.0.1:80 weight 1 check'], false],
  ['a host name', ['server s2 app.test:80 weight 1 check'], false],
  ['a weight that HAProxy refuses', ['server s2 10.0.0.2:80 weight 257 check'], false],
  ['a port that it refuses', ['server s2 10.0.0.2:0 weight 1 check'], false],
  ['two of a name', ['server s1 10.0.0.1:80 weight 1 check', 'server s1 10.0.0.2:80 weight 1 check'], false],
  ['another line', ['timeout server 1s', 'server s1 10.0.0.1:80 weight 1 check'], false],
])('%s may go live before its check: %s', (_, lines, expected) => {
  expect(isOnlyHosts(one, file(...lines))).toBe(expected)
})

test('the first server of a backend waits for its check: nothing like it has passed', () => {
  expect(isOnlyHosts(file(), one)).toBe(false)
})

const word = fc.constantFrom('check', 'backup', 'weight 3', 'weight 300', 'inter 1s', 'cookie x', 'maxconn 5', '', 'weight')
const server = fc.record({
  name: fc.constantFrom('s1', 's2', 's;3'),
  address: fc.constantFrom('10.0.0.1:80', '10.0.0.2:80', '[::1]:80', 'host:80', '10.0.0.1', '10.0.0.1:99999'),
  options: fc.array(word, { maxLength: 2 }),
})
const backend = fc.array(server, { maxLength: 4 })
type Line = typeof server extends fc.Arbitrary<infer T> ? T : never
const lineOf = ({ name, address, options }: Line) => `server ${name} ${address} ${options.join(' ')}`

test('what goes live unchecked has in every line options of a line that passed', () => {
  const optionsOf = ({ options }: Line) => options.filter(option => option !== '' && !/^weight \d+$/.test(option)).join(' ')
  fc.assert(
    fc.property(backend, backend, (before, now) => {
      const [was, is] = [before.map(lineOf), now.map(lineOf)]
      if (was.join('\n') === is.join('\n') || !isOnlyHosts(file(...was), file(...is))) return
      const known = new Set(before.map(optionsOf))
      expect(now.filter(line => !known.has(optionsOf(line)))).toEqual([])
    }),
    { numRuns: 2000 },
  )
})
