import type { Problem } from '@proxym/core'
import { haproxyBinds } from './binds.ts'
import { duplicateBinds } from './duplicate-binds.ts'
import { duplicateSection, lineFlaw, linesBeforeSection, missingBackend, tooManyWords } from './errors.ts'
import { maxWords } from './haproxy-config-text.ts'
import { haproxyFlaws } from './haproxy-words.ts'
import { type HaproxyLine, type HaproxySection, parseHaproxy } from './parse-haproxy.ts'

/** What `haproxy -c` lets pass, or refuses without saying which service it was. */
export function lintHaproxy(text: string): readonly Problem[] {
  const sections = parseHaproxy(text)
  return [
    ...sections.flatMap(section => section.lines.flatMap(lintLine)),
    ...sections.filter(({ kind }) => kind === '').map(({ line }) => linesBeforeSection(line)),
    ...duplicateSections(sections),
    ...duplicateBinds(haproxyBinds(sections)),
    ...missingBackends(sections),
  ]
}

function lintLine({ count, flaw, line }: HaproxyLine): readonly Problem[] {
  if (flaw !== undefined) return [lineFlaw(line, haproxyFlaws[flaw])]
  return count > maxWords ? [tooManyWords(line, count, maxWords)] : []
}

// A `listen` is a frontend and a backend at once; everything else has its names to itself.
const families = (kind: string) => (kind === 'listen' ? ['frontend', 'backend'] : [kind])

/** The names that a section has to itself, as `backend shop`. */
export function namesTaken({ kind, name }: Pick<HaproxySection, 'kind' | 'name'>): readonly string[] {
  return name === '' ? [] : families(kind).map(family => `${family} ${name}`)
}

/** The backend that a rule names; undefined for other lines, and where that is decided per request. */
export function backendRule({
  words: [keyword = '', name],
}: HaproxyLine): { readonly keyword: string; readonly name: string } | undefined {
  const isRule = keyword === 'use_backend' || keyword === 'default_backend'
  return isRule && name !== undefined && !name.includes('%[') ? { keyword, name } : undefined
}

function duplicateSections(sections: readonly HaproxySection[]): readonly Problem[] {
  const seen = new Map<string, HaproxySection>()
  return sections.flatMap(section => {
    const keys = namesTaken(section)
    const first = keys.map(key => seen.get(key)).find(found => found !== undefined)
    for (const key of keys) seen.set(key, first ?? section)
    return first === undefined ? [] : [duplicateSection(section.kind, section.name, section.line, first.line)]
  })
}

function missingBackends(sections: readonly HaproxySection[]): readonly Problem[] {
  const backends = new Set(sections.filter(({ kind }) => families(kind).includes('backend')).map(({ name }) => name))
  return sections.flatMap(({ lines }) =>
    lines.flatMap(line => {
      const rule = backendRule(line)
      return rule === undefined || backends.has(rule.name) ? [] : [missingBackend(rule.keyword, rule.name, line.line)]
    }),
  )
}
