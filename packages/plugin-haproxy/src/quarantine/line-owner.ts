import { type NginxDirective, parseHaproxy, parseNginx } from '../lint/index.ts'

/** The name of the one service in whose part of the text a line stands. */
export type LineOwner = (line: number, isService: (name: string) => boolean) => string | undefined

/** In HAProxy's text: the section of the service, or the frontend that hands everything to it. */
export function ownerOfHaproxyLine(text: string): LineOwner {
  const sections = parseHaproxy(text)
  return (line, isService) => {
    const section = sections.findLast(({ line: from }) => from <= line)
    if (section === undefined) return undefined
    if (section.kind === 'backend' || section.kind === 'listen') return section.name
    const targets = section.lines.flatMap(({ words: [keyword = '', name = ''] }) =>
      keyword === 'default_backend' || keyword === 'use_backend' ? [name] : [],
    )
    return section.kind === 'frontend' && targets.length === 1 ? targets.find(isService) : undefined
  }
}

/** In nginx's text: its upstream, or the innermost block that passes everything to it. */
export function ownerOfNginxLine(text: string): LineOwner {
  const { directives } = parseNginx(text)
  return (line, isService) => {
    const block = innermostBlock(directives, line)
    if (block === undefined) return undefined
    const [keyword, name = ''] = block.words
    if (keyword === 'upstream') return name
    const targets = (block.block ?? [])
      .filter(({ words }) => words[0]?.endsWith('_pass'))
      .map(({ words: [, target = ''] }) => target.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, ''))
      .filter(isService)
    return new Set(targets).size === 1 ? targets[0] : undefined
  }
}

function innermostBlock(directives: readonly NginxDirective[], line: number): NginxDirective | undefined {
  const last = directives.findLast(({ line: from }) => from <= line)
  if (last?.block === undefined) return undefined
  return innermostBlock(last.block, line) ?? last
}
