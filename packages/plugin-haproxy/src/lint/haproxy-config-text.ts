import type { ConfigFlaw } from './config-text.ts'
import { environmentUse } from './environment.ts'
import { haproxyWords } from './haproxy-words.ts'
import { sectionKeywords } from './parse-haproxy.ts'

/** HAProxy refuses a line with more words. */
export const maxWords = 64

// What opens a door: another address, another backend, another program, another file, a port of its own.
const refusedKeywords = new Set([
  'server',
  'server-template',
  'use-server',
  'dispatch',
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
const maps = /(?:^|[^a-z0-9_])(?:map(?:_[a-z0-9_]+)?|(?:set|del)-map|(?:add|del)-acl)\(/i

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
  if (flaw === 'quote') return 'a quote is not closed'
  if (flaw === 'backslash') return 'a backslash escapes nothing'
  const [first] = words
  if (first === undefined) return undefined
  if (count > maxWords) return `it has ${count} words, HAProxy takes ${maxWords}`
  const keyword = (first === 'no' || first === 'default') && words[1] !== undefined ? words[1] : first
  const lower = keyword.toLowerCase()
  if (sectionKeywords.has(lower)) return `\`${keyword}\` begins a section`
  if (lower.startsWith('.')) return `\`${keyword}\` is a directive of the parser`
  if (refusedKeywords.has(lower) || lower.startsWith('lua')) return `\`${keyword}\` is not allowed here`
  if (lower === 'stats' && /^(?:socket|admin)$/i.test(words[1] ?? '')) return `\`stats ${words[1]}\` is not allowed here`
  if (keywords && !/^[a-z]/.test(lower)) return `\`${keyword}\` is no keyword`
  const environment = environmentUse(words.join(' '))
  if (environment !== undefined) return `\`${environment}\` reads the environment`
  for (const word of words.slice(1)) {
    if (refusedArguments.has(word.toLowerCase())) return `\`${word}\` names a file, a program or a service`
    if (maps.test(word)) return `\`${word}\` reads or changes a file of the proxy`
    if (/(?:^|[^a-z0-9_])lua[.\-(]/i.test(word)) return `\`${word}\` runs Lua`
  }
  return undefined
}
