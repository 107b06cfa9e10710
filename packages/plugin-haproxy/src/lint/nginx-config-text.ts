import type { ConfigFlaw } from './config-text.ts'
import { type NginxDirective, nginxFlaws, parseNginx } from './parse-nginx.ts'

const sections = new Set([
  'http',
  'server',
  'location',
  'events',
  'stream',
  'mail',
  'upstream',
  'map',
  'geo',
  'types',
  'split_clients',
])
const refused = new Set([
  'include',
  'root',
  'alias',
  'load_module',
  'listen',
  'server_name',
  'env',
  'user',
  'pid',
  'daemon',
  'master_process',
  'error_log',
  'access_log',
  'try_files',
  'autoindex',
  'dav_methods',
  'xslt_stylesheet',
  'ssi',
  'mp4',
  'flv',
  'resolver',
  'api',
  'stub_status',
  'random_index',
  'xml_entities',
  'status',
])
// Another address, a file, a program.
const refusedNames = [
  /(?:^|_)(?:pass|bind|file|store|file_only|key_log|conf_command|responder)$/,
  /_(?:temp|cache|save|slow)_?path$/,
  /^(?:passenger|modsecurity|mruby|php|wasm|upload)(?:_|$)/,
  /(?:^|_)lua(?:_|$)/,
  /^perl(?:_|$)/,
  /^js_/,
  /^njs_/,
  /^echo_(?:exec|subrequest|location)/,
  /^(?:[a-z]+_)?ssl_(?:certificate|certificate_key|client_certificate|trusted_certificate|crl|dhparam|session_ticket_key)$/,
]
const allowedBlocks = new Set(['if', 'limit_except'])

/** The first thing in the config text of an nginx location that may not stand there; without `statements` only braces and names count. */
export function nginxConfigFlaw(config: string, { statements = true } = {}): ConfigFlaw | undefined {
  const { directives, flaw } = parseNginx(config)
  const ignored = !statements && flaw?.what !== 'unopened' && flaw?.what !== 'unclosed'
  if (flaw !== undefined && !ignored) return { line: flaw.line, reason: nginxFlaws[flaw.what] }
  if (!statements) return undefined
  // Not by recursion: blocks may be nested as deep as a text is long.
  const waiting = directives.toReversed()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const found = directiveFlaw(next)
    if (found !== undefined) return found
    waiting.push(...(next.block ?? []).toReversed())
  }
  return undefined
}

function directiveFlaw({ words, line, block }: NginxDirective): ConfigFlaw | undefined {
  const name = (words[0] ?? '').toLowerCase()
  if (!/^[a-z][a-z0-9_]*$/.test(name)) return { line, reason: `${JSON.stringify(name)} is no directive` }
  if (sections.has(name)) return { line, reason: `\`${name}\` begins a section` }
  if (refused.has(name) || refusedNames.some(pattern => pattern.test(name)))
    return { line, reason: `\`${name}\` is not allowed here` }
  if (name === 'if' && words.some(word => /^\(?!?-[fdex]$/.test(word))) return { line, reason: '`if` may not ask for files here' }
  const mayOpen = block === undefined || allowedBlocks.has(name)
  return mayOpen ? undefined : { line, reason: `\`${name}\` may not open a block here` }
}
