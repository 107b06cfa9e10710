import type { TemplateData } from '../../src/index.ts'

/** What is the matter with a service: the check refuses it, it is refused beside another one like it, or it passes the check and does not load. */
export type Flaw = 'none' | 'refused' | 'pair' | 'unloadable'

/** One service of the model. */
export interface ModelService {
  readonly id: string
  readonly version: number
  readonly flaw: Flaw
}

const first = '# services, template'
const last = '# end'

/** A text that another hand writes. */
export const byHand = `${first} by hand\n${last}\n`

/** What the template makes of services. */
export function textOf(services: readonly ModelService[], template: number): string {
  const lines = services.map(({ id, version, flaw }) => `backend ${id}\n  server v${version} ${flaw}`)
  return `${[`${first} ${template}`, ...lines, last].join('\n')}\n`
}

/** The same from the data of the plugin. */
export function renderData({ services }: TemplateData, template: number): string {
  return textOf(services.map(fromService), template)
}

/** The services that a text holds. */
export function servicesIn(text: string): readonly ModelService[] {
  return [...text.matchAll(/^backend (\S+)\n {2}server v(\d+) (\S+)$/gm)].map(([, id = '', version, flaw]) => ({
    id,
    version: Number(version),
    flaw: flaw as Flaw,
  }))
}

/** Whether a text is complete: the first line and the last one are there. */
export const isWhole = (text: string): boolean => text.startsWith(first) && text.endsWith(`\n${last}\n`)

/** What is wrong with a text, by line, and whether the check finds it or only the proxy itself. */
export function flaws(text: string): readonly { readonly at: 'check' | 'load'; readonly line: number; readonly words: string }[] {
  const lines = text.split('\n')
  const pairs = lines.filter(line => line.endsWith(' pair')).length
  return lines.flatMap((line, index) => {
    const at = (kind: 'check' | 'load', words: string) => [{ at: kind, line: index + 1, words }]
    if (line.endsWith(' refused')) return at('check', `unknown keyword in '${line.trim()}'`)
    if (line.endsWith(' pair') && pairs > 1) return at('check', 'it is there twice')
    if (line.endsWith(' unloadable')) return at('load', 'cannot bind')
    return index === 0 && !isWhole(text) ? at('check', 'it is not whole') : []
  })
}

function fromService({ id, port, metadata }: TemplateData['services'][number]): ModelService {
  return { id, version: port, flaw: String(metadata['flaw'] ?? 'none') as Flaw }
}
