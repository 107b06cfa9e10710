import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { configFlaw } from '../../src/lint/index.ts'
import { checkFile } from '../rig/proxy.ts'
import { tempFolder } from '../rig/temp-folder.ts'

const flawOf = (config: string) => configFlaw({ config }, 'haproxy')
const dollar = '$'

// What operators write: each must pass, and HAProxy must take it in a backend.
const accepted = [
  'balance leastconn',
  'timeout server 20s\n\ttimeout connect 1s',
  '# a comment with "quotes" and program',
  'option httpchk GET /health HTTP/1.1\\r\\nHost:\\ www',
  'http-request set-header X-Forwarded-Proto https if { ssl_fc }',
  'http-response set-header x-a "b c"',
  'http-request replace-path ^/a(/|$)(.*) /\\2',
  'http-request deny if { path_reg ^/private/.*$ }',
  'cookie SRV insert indirect nocache',
  'no option redispatch',
  'stick-table type ip size 1m expire 30m\nstick on src',
  'http-request set-var(txn.env) str(a)',
  'errorloc 503 https://example.com/sorry',
]

test('lets ordinary config text through, and HAProxy takes it', async () => {
  for (const config of accepted) expect(flawOf(config), config).toBeUndefined()
  const file = join(await tempFolder(), 'haproxy.cfg')
  const backends = accepted.map((config, index) => `backend b${index}\n${config}\n`).join('')
  const frontend = 'frontend f\nbind 127.0.0.1:1\ndefault_backend b0\n'
  await writeFile(file, `defaults\nmode http\ntimeout client 1s\ntimeout server 1s\ntimeout connect 1s\n${frontend}${backends}`)
  expect(await checkFile('haproxy', file)).toMatchObject({ code: 0, said: expect.any(String) })
})

test.each([
  ['a section', 'global\n  stats socket ipv4@127.0.0.1:1 level admin', 1, 'begins a section'],
  ['a section after good lines', 'balance first\nprogram x\n  command id', 2, 'begins a section'],
  ['a quoted section', '"pro"gram x', 1, 'begins a section'],
  ['an escaped section', '\\x70rogram x', 1, 'begins a section'],
  ['a section in capitals', 'Backend x', 1, 'begins a section'],
  ['a section after a form feed', 'balance first\n\u000cbackend x', 2, 'control character U+000C'],
  ['a carriage return', 'balance first\rbackend x', 1, 'control character U+000D'],
  ['NUL', 'balance\u0000', 1, 'control character U+0000'],
  ['a line separator', 'balance\u2028backend x', 1, 'control character U+2028'],
  ['a server', 'server evil 10.0.0.1:80', 1, 'not allowed'],
  ['a server template', 'server-template x 3 10.0.0.1:80', 1, 'not allowed'],
  ['use-server', 'use-server a if TRUE', 1, 'not allowed'],
  ['a dispatch', 'dispatch 10.0.0.1:80', 1, 'not allowed'],
  ['a rule for another backend', 'use_backend other if TRUE', 1, 'not allowed'],
  ['a bind', 'bind :81', 1, 'not allowed'],
  ['a filter', 'filter compression', 1, 'not allowed'],
  ['an external check', 'option external-check', 1, 'names a file'],
  ['its command', 'external-check command /bin/sh', 1, 'not allowed'],
  ['Lua', 'http-request lua.run', 1, 'runs Lua'],
  ['Lua in a fetch', 'http-request set-header a %[lua.secret]', 1, 'runs Lua'],
  ['a Lua service', 'http-request use-service lua.x', 1, 'names a file'],
  ['an admin page', 'stats admin if TRUE', 1, 'not allowed'],
  ['an environment variable', `http-response set-header a "${dollar}{SECRET}"`, 1, 'reads the environment'],
  ['one without braces', 'http-response set-header a "$SECRET"', 1, 'reads the environment'],
  ['env()', 'http-response set-header a %[env(SECRET)]', 1, 'reads the environment'],
  ['quoted env()', 'http-response set-header a %[e""nv(SECRET)]', 1, 'reads the environment'],
  ['an ACL file', 'acl a src -f /etc/shadow', 1, 'names a file'],
  ['a quoted flag', 'acl a src "-f" /etc/shadow', 1, 'names a file'],
  ['a map file', 'http-request set-header a %[src,map_ip(/etc/passwd)]', 1, 'a file of the proxy'],
  ['a plain map file', 'http-request set-header a %[src,map(/etc/passwd)]', 1, 'a file of the proxy'],
  ['a change of a map', 'http-request set-map(/etc/hosts.map) a b', 1, 'a file of the proxy'],
  ['a change of an ACL', 'http-request add-acl(/etc/a.acl) a', 1, 'a file of the proxy'],
  ['an error file', 'errorfile 503 /etc/shadow', 1, 'not allowed'],
  ['an error file in a rule', 'http-request deny errorfile /etc/shadow', 1, 'names a file'],
  ['a file in an answer', 'http-request return file /etc/shadow', 1, 'names a file'],
  ['a certificate', 'default-server ssl crt /etc/ssl/key.pem', 1, 'names a file'],
  ['a negated refused word', 'no bind :81', 1, 'not allowed'],
  ['an open quote', 'http-response set-header a "b', 1, 'quote is not closed'],
  ['a backslash at the end', 'balance first\\', 1, 'backslash'],
  ['65 words', `acl a path${' /a'.repeat(62)}`, 1, '65 words'],
  ['no keyword', ';balance first', 1, 'no keyword'],
  ['a conditional', '.if 1', 1, 'directive of the parser'],
])('refuses %s', (_what, config, line, reason) => {
  expect(flawOf(config)).toEqual({ line, reason: expect.stringContaining(reason) })
})
