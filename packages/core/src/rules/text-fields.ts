import { idPattern, longestConfig, longestPath, protocolPattern } from './patterns.ts'
import { RuleError, shown } from './rule-error.ts'

/** A service id: 1 to 200 characters of `A-Za-z0-9._:/-`. @throws RuleError */
export function parseId(value: unknown): string {
  if (typeof value === 'string' && idPattern.test(value)) return value
  throw new RuleError('id', `must be 1 to 200 characters of A-Z a-z 0-9 . _ : / -, got ${shown(value)}`)
}

/** A protocol: any token of up to 32 characters, in lower case; empty when unknown. @throws RuleError */
export function parseProtocol(value: unknown, path: string): string {
  if (typeof value === 'string' && protocolPattern.test(value)) return value.toLowerCase()
  throw new RuleError(path, `must be a token such as "http" or "tcp", got ${shown(value)}`)
}

/** A path prefix: one leading slash, none at the end; empty for all paths. @throws RuleError */
export function parsePath(value: unknown): string {
  if (typeof value !== 'string' || value.length > longestPath)
    throw new RuleError('proxyPath', `must be a path of up to ${longestPath} characters, got ${shown(value)}`)
  const odd = /[^!-~]|[#"'\\${};?]/.exec(value)
  if (odd !== null)
    throw new RuleError('proxyPath', `must be a path such as "/api": ${shown(odd[0])} is not allowed, got ${shown(value)}`)
  const path = `/${value.replace(/^\/+|\/+$/g, '')}`
  if (path.split('/').some((part, index) => part === '.' || part === '..' || (part === '' && index > 0 && path !== '/'))) {
    throw new RuleError('proxyPath', `must be a path without empty, "." and ".." parts, got ${shown(value)}`)
  }
  return path === '/' ? '' : path
}

/** Verbatim configuration: up to 64 KiB of text without control characters but newline and tab. @throws RuleError */
export function parseConfig(value: unknown): string {
  if (typeof value !== 'string') throw new RuleError('config', `must be text, got ${shown(value)}`)
  if (value.length > longestConfig)
    throw new RuleError('config', `must be at most ${longestConfig} characters, got ${value.length}`)
  const text = value.replaceAll('\r\n', '\n')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
  const odd = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/.exec(text)
  if (odd !== null)
    throw new RuleError('config', `must not have control characters, got ${shown(odd[0])} at position ${odd.index}`)
  return text
}
