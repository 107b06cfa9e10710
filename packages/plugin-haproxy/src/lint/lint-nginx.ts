import type { Problem } from '@proxym/core'
import { nginxListens } from './binds.ts'
import { duplicateBinds } from './duplicate-binds.ts'
import { duplicateSection, lineFlaw } from './errors.ts'
import { type NginxDirective, nginxFlaws, parseNginx } from './parse-nginx.ts'

/** What `nginx -t` would refuse as a whole, said with the line and before any file is touched. */
export function lintNginx(text: string): readonly Problem[] {
  const { directives, flaw } = parseNginx(text)
  if (flaw !== undefined) return [lineFlaw(flaw.line, nginxFlaws[flaw.what])]
  return [...duplicateUpstreams(directives), ...duplicateBinds(nginxListens(directives))]
}

function duplicateUpstreams(directives: readonly NginxDirective[]): readonly Problem[] {
  return directives.flatMap(context => {
    const seen = new Map<string, number>()
    return (context.block ?? []).flatMap(({ words: [keyword, name = ''], line }) => {
      if (keyword !== 'upstream') return []
      const key = name.toLowerCase()
      const first = seen.get(key)
      if (first === undefined) seen.set(key, line)
      return first === undefined ? [] : [duplicateSection('upstream', name, line, first)]
    })
  })
}
