import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { configFlaw } from '../../src/lint/index.ts'
import { checkFile } from '../rig/proxy.ts'
import { tempFolder } from '../rig/temp-folder.ts'

// Each of these once passed the rules for config texts, and the real proxy took it.
const haproxyBypasses: readonly (readonly [text: string, reason: string])[] = [
  ['server\\x00x evil 10.9.9.9:80', 'ends a word'],
  ['"server\\x00x" evil 10.9.9.9:80', 'ends a word'],
  ['acl a path -m reg "-f\\x00x" /etc/hostname', 'ends a word'],
  ['http-request return status 200 content-type a\\\tfile /etc/hostname', 'names a file'],
  ['http-check connect addr unix@/run/docker.sock', 'another address'],
  ['http-check connect "ad"dr 10.9.9.9 port 80', 'another address'],
  ['tcp-check connect addr /run/docker.sock', 'another address'],
  ['default-server addr unix@/run/docker.sock', 'another address'],
  ['default-server agent-addr 10.9.9.9', 'another address'],
  ['default-server socks4 10.9.9.9:1080', 'another address'],
  ['default-server init-addr 10.9.9.9', 'another address'],
  ['option transparent', 'another address'],
  ['transparent', 'not allowed'],
  ['source 0.0.0.0 usesrc clientip', 'another address'],
  ['http-request set-map!/tmp/x.map) a b', 'a file of the proxy'],
  ['http-request set-map/tmp/x.map) a b', 'a file of the proxy'],
  ['http-request add-acl!/tmp/x.acl) a', 'a file of the proxy'],
  ['http-request set-header x %[req.hdr(a),jwt_verify("RS256","/etc/ssl/certs/ca-certificates.crt")]', 'a file of the proxy'],
  ['log 10.9.9.9:514 local0', 'an address of its own'],
  ['log /run/x.sock local0', 'an address of its own'],
  ['stats enable', 'not allowed'],
  ['no log\nstats uri /s', 'not allowed'],
  ['id 1', 'for the template'],
]
// These the real proxy refuses, and with them the whole file.
const haproxyBlockers: readonly (readonly [text: string, reason: string])[] = [['mode tcp', 'for the template']]

const nginxBypasses: readonly (readonly [text: string, reason: string])[] = [
  ['if (-f /etc/shadow) { return 403; }', 'may not ask for files'],
  ['if ( !-d /etc ) { return 403; }', 'may not ask for files'],
  ['if (-e $arg_x) { return 403; }', 'may not ask for files'],
  ['limit_except GET { deny all; }\nif (!-x /bin/sh) { return 403; }', 'may not ask for files'],
  ['proxy_ssl_conf_command Certificate /etc/passwd;', 'not allowed'],
  ['grpc_ssl_conf_command PrivateKey /etc/passwd;', 'not allowed'],
  ['client_body_in_file_only on;', 'not allowed'],
  ['proxy_bind $remote_addr transparent;', 'not allowed'],
  ['random_index on;', 'not allowed'],
]
const nginxBlockers: readonly (readonly [text: string, reason: string])[] = [
  ['"incl"ude /etc/passwd;', 'quote'],
  ['add_header X "a"b;', 'quote'],
  [`add_header X "${'a'.repeat(5000)}";`, '4096 bytes'],
  [`add_header X ${'é'.repeat(2500)};`, '4096 bytes'],
  [`# ${'a'.repeat(5000)}\nproxy_buffering off;`, '4096 bytes'],
  ['pass 10.9.9.9:80;', 'not allowed'],
  ['proxy_ssl_key_log /tmp/x;', 'not allowed'],
  ['auth_jwt_key_file /x;', 'not allowed'],
  ['ssl_stapling_responder http://10.9.9.9/;', 'not allowed'],
  ['passenger_app_root /;', 'not allowed'],
  ['modsecurity_rules "SecRule a exec:/x";', 'not allowed'],
  ['mruby_content_handler_code "x";', 'not allowed'],
  ['xml_entities /etc/passwd;', 'not allowed'],
]

const haproxyFile = (text: string) => `defaults
 mode http
 timeout client 1s
 timeout server 1s
 timeout connect 1s
frontend f
 bind 127.0.0.1:1
 default_backend b
backend b
 ${text}
 server s 10.0.0.1:80 check
`
const nginxFile = (text: string, folder: string) => `pid ${folder}/pid;
error_log stderr;
events {}
http { upstream b { server 10.0.0.1:80; } server { listen 127.0.0.1:1; location / {
${text}
proxy_pass http://b;
} } }
`

async function verdicts(command: 'haproxy' | 'nginx', texts: readonly string[]): Promise<readonly number[]> {
  const folder = await tempFolder()
  const codes: number[] = []
  for (const text of texts) {
    const file = join(folder, 'proxy.cfg')
    await writeFile(file, command === 'haproxy' ? haproxyFile(text) : nginxFile(text, folder))
    codes.push((await checkFile(command, file)).code)
  }
  return codes
}

test.each([
  ['haproxy', haproxyBypasses, haproxyBlockers],
  ['nginx', nginxBypasses, nginxBlockers],
] as const)(
  '%s takes what is refused here as a bypass, and refuses the whole file for a blocker',
  async (command, bypasses, blockers) => {
    const codes = await verdicts(
      command,
      [...bypasses, ...blockers].map(([text]) => text),
    )
    expect(codes.map(code => code === 0)).toEqual([...bypasses.map(() => true), ...blockers.map(() => false)])
  },
)

test.each([
  ['haproxy', [...haproxyBypasses, ...haproxyBlockers]],
  ['nginx', [...nginxBypasses, ...nginxBlockers]],
] as const)('%s: each of them is refused with its reason', (syntax, texts) => {
  for (const [config, reason] of texts) expect(configFlaw({ config }, syntax)?.reason, config.slice(0, 80)).toContain(reason)
})

test('the longest word that nginx takes is taken', async () => {
  const longest = [`add_header X "${'a'.repeat(4093)}";`, `#${'a'.repeat(4094)}\nproxy_buffering off;`]
  for (const config of longest) expect(configFlaw({ config }, 'nginx')).toBeUndefined()
  expect(await verdicts('nginx', longest)).toEqual([0, 0])
})

test('what sends nothing anywhere stays allowed', () => {
  for (const config of ['no log', 'log global', 'http-check connect port 81', 'default-server inter 3s', 'option httpchk'])
    expect(configFlaw({ config }, 'haproxy'), config).toBeUndefined()
  for (const config of ['proxy_bind_port 1;', 'if ($uri ~ -f) { return 403; }', 'add_header X "a" always;'])
    expect(configFlaw({ config }, 'nginx'), config).toBeUndefined()
})
