import type { ConfigFlaw } from './config-text.ts'
import { environmentUse } from './environment.ts'
import { haproxyFlaws, haproxyWords } from './haproxy-words.ts'
import { sectionKeywords } from './parse-haproxy.ts'

/** HAProxy refuses a line with more words. */
export const maxWords = 64

// What opens a door: another address, another backend, another program, another file, a port of its own.
const refusedKeywords = new Set([
  'server',
  'server-template',
  'use-server',
  'dispatch',
  'transparent',
  'use_backend',
  'default_backend',
  'bind',
  'filter',
  'external-check',
  'program',
  'errorfile',
  'errorfiles',
  'load-server-state-from-file',
  'server-state-file-name',
  'use-fcgi-app',
  'lua-load',
  'lua-load-per-thread',
  'lua-prepend-path',
  'setenv',
  'presetenv',
  'resetenv',
  'unsetenv',
  'chroot',
  'user',
  'group',
  'uid',
  'gid',
  'insecure-fork-wanted',
  'stats',
])
// Arguments that name a file.
const refusedArguments = new Set([
  '-f',
  'file',
  'lf-file',
  'errorfile',
  'errorfiles',
  'ca-file',
  'ca-verify-file',
  'ca-sign-file',
  'ca-sign-pass',
  'crl-file',
  'crt',
  'crt-list',
  'crt-base',
  'ca-base',
  'issuers-chain-path',
  'external-check',
  'use-service',
])
// Words that name one only behind these keywords: an address, which may be that of a socket (`unix@/run/docker.sock`), or an option.
const refusedBehind: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['default-server', new Set(['addr', 'agent-addr', 'socks4', 'init-addr', 'usesrc', 'interface', 'namespace'])],
  ['http-check', new Set(['addr'])],
  ['tcp-check', new Set(['addr'])],
  ['source', new Set(['usesrc', 'interface'])],
  ['option', new Set(['transparent', 'http_proxy'])],
])
// HAProxy asks for no bracket after the name of an action that changes a map or a list: `set-map!/x.map)` names the same file.
const maps = /(?:^|[^a-z0-9_])(?:map(?:_[a-z0-9_]+)?\(|jwt_(?:verify|decrypt)[a-z0-9_]*\(|(?:set|del)-map|(?:add|del)-acl)/i

/** The first thing in the config text of a HAProxy backend that may not stand there; without `keywords` a line may begin with anything else. */
export function haproxyConfigFlaw(config: string, { keywords = true } = {}): ConfigFlaw | undefined {
  const lines = config.split('\n')
  for (const [index, text] of lines.entries()) {
    const reason = lineFlaw(text, keywords)
    if (reason !== undefined) return { line: index + 1, reason }
  }
  return undefined
}

function lineFlaw(line: string, keywords: boolean): string | undefined {
  const { words, count, flaw } = haproxyWords(line)
  if (flaw !== undefined) return haproxyFlaws[flaw]
  const [first] = words
  if (first === undefined) return undefined
  if (count > maxWords) return `it has ${count} words, HAProxy takes ${maxWords}`
  const keyword = (first === 'no' || first === 'default') && words[1] !== undefined ? words[1] : first
  const lower = keyword.toLowerCase()
  if (sectionKeywords.has(lower)) return `\`${keyword}\` begins a section`
  if (lower.startsWith('.')) return `\`${keyword}\` is a directive of the parser`
  if (refusedKeywords.has(lower) || lower.startsWith('lua')) return `\`${keyword}\` is not allowed here`
  if (keywords) {
    if (!/^[a-z][a-z0-9_-]*$/i.test(keyword)) return `\`${keyword}\` is no keyword`
    // A backend of another mode than the frontend that uses it, or two with one number, and HAProxy refuses the whole file.
    if (keyword === 'mode' || keyword === 'id') return `\`${keyword}\` is for the template to say`
    // Without an address of their own logs go where the template sends them.
    if (keyword === 'log' && first !== 'no' && words[1] !== 'global')
      return `\`log ${words[1] ?? ''}\` sends to an address of its own`
  }
  const environment = environmentUse(words.join(' '))
  if (environment !== undefined) return `\`${environment}\` reads the environment`
  for (const word of words.slice(1)) {
    if (refusedArguments.has(word.toLowerCase())) return `\`${word}\` names a file, a program or a service`
    if (refusedBehind.get(lower)?.has(word.toLowerCase()) === true) return `\`${keyword} ${word}\` leads to another address`
    if (maps.test(word)) return `\`${word}\` reads or changes a file of the proxy`
    if (/(?:^|[^a-z0-9_])lua[.\-(]/i.test(word)) return `\`${word}\` runs Lua`
  }
  return undefined
}
