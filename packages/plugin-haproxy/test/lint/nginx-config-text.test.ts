import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { configFlaw } from '../../src/lint/index.ts'
import { checkFile } from '../rig/proxy.ts'
import { tempFolder } from '../rig/temp-folder.ts'

const dollar = '$'
const accepted = [
  'proxy_read_timeout 60s;',
  'add_header X-A "b; } c" always;',
  "add_header X-B 'it is \\' }';",
  `set ${dollar}a 1; add_header X-C "${dollar}{a}x";`,
  `if (${dollar}request_method = POST) {\n  return 403;\n}`,
  'limit_except GET {\n  deny all;\n}',
  '# a comment with { and "\nproxy_buffering off;',
  'rewrite ^/a\\{2\\}$ /b break;',
]

test('lets ordinary config text through, and nginx takes it', async () => {
  for (const config of accepted) expect(configFlaw({ config }, 'nginx'), config).toBeUndefined()
  const folder = await tempFolder()
  const locations = accepted.map((config, index) => `location /${index} {\n${config}\n}\n`).join('')
  await writeFile(
    join(folder, 'nginx.conf'),
    `pid ${folder}/pid;\nevents {}\nhttp { server { listen 127.0.0.1:1; ${locations} } }\n`,
  )
  expect(await checkFile('nginx', join(folder, 'nginx.conf'))).toMatchObject({ code: 0 })
})

test.each([
  ['a brace that closes the location', '} location /x { return 200;', 1, 'was not opened'],
  ['a block that stays open', 'if ($a) {\nreturn 403;', 1, 'not closed'],
  ['a brace behind a string that is none', 'add_header X-A a"; } server { listen 81;', 1, 'was not opened'],
  ['a directive without end', 'proxy_buffering off;\nproxy_read_timeout 60s', 2, 'does not end'],
  ['an open quote', 'add_header X-A "b;', 1, 'quote'],
  ['a comment that hides the end', 'proxy_buffering off # ;', 1, 'does not end'],
  ['an include', 'include /etc/passwd;', 1, 'not allowed'],
  ['a quoted include', '"include" /etc/passwd;', 1, 'not allowed'],
  ['an include in a block', 'if ($a) {\n include /etc/passwd;\n}', 2, 'not allowed'],
  ['no directive', '\\include /etc/passwd;', 1, 'no directive'],
  ['a root', 'root /;', 1, 'not allowed'],
  ['an alias', 'alias /etc/;', 1, 'not allowed'],
  ['a module', 'load_module x.so;', 1, 'not allowed'],
  ['another target', 'proxy_pass http://unix:/run/docker.sock;', 1, 'not allowed'],
  ['fastcgi', 'fastcgi_pass 127.0.0.1:9000;', 1, 'not allowed'],
  ['Lua', 'content_by_lua "os.execute(1)";', 1, 'not allowed'],
  ['Perl', 'perl_set $x "sub {}";', 1, 'not allowed'],
  ['njs', 'js_content x;', 1, 'not allowed'],
  ['a log', 'access_log /etc/cron.d/x;', 1, 'not allowed'],
  ['a password file', 'auth_basic_user_file /etc/shadow;', 1, 'not allowed'],
  ['a certificate', 'proxy_ssl_certificate_key /etc/key;', 1, 'not allowed'],
  ['a store', 'proxy_store /etc/x;', 1, 'not allowed'],
  ['a location', 'location /x { return 200; }', 1, 'begins a section'],
  ['an unknown block', 'types { a b; }', 1, 'begins a section'],
  ['a control character', 'proxy_buffering off;\u000b', 1, 'control character'],
])('refuses %s', (_what, config, line, reason) => {
  expect(configFlaw({ config }, 'nginx')).toEqual({ line, reason: expect.stringContaining(reason) })
})

test('an unknown syntax lets pass what no rule refuses', () => {
  expect(configFlaw({ config: 'timeout 20s\nrespond "x" 200' }, 'none')).toBeUndefined()
  expect(configFlaw({ config: 'handle {\n  respond 200\n}' }, 'none')).toBeUndefined()
  expect(configFlaw({ config: '}' }, 'none')).toMatchObject({ reason: expect.stringContaining('not opened') })
  expect(configFlaw({ config: 'bind :81' }, 'none')).toMatchObject({ reason: expect.stringContaining('bind') })
})

test('blocks nested as deep as a text can be are read to their end', () => {
  const depth = 13_000
  const nested = (inner: string) => `${'if ($a) {'.repeat(depth)}${inner}${'}'.repeat(depth)}`
  expect(configFlaw({ config: nested('return 403;') }, 'nginx')).toBeUndefined()
  expect(configFlaw({ config: nested('root /;') }, 'nginx')?.reason).toContain('not allowed')
})
