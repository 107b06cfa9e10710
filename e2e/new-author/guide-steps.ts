import { filesLike, textOf } from '../rules/tracked-files.ts'

/** What a reader of the guide does next. */
export type GuideStep =
  | { readonly kind: 'run'; readonly command: string }
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  /** The last command has printed this. */
  | { readonly kind: 'expect'; readonly text: string }

const heading = '## From nothing to published\n'
const block = /(?:^`([^`\n]+)`:\n\n)?^```(\w+)[^\n]*\n([\s\S]*?)^```/gm

/** The steps of the guide's section that leads from nothing to a published plugin, in order. */
export function guideSteps(): readonly GuideStep[] {
  const [page] = filesLike(/^docs\/.*\.md$/).filter(path => textOf(path).includes(heading))
  if (page === undefined) throw new Error(`no page has the heading ${heading}`)
  const [, section = ''] = textOf(page).split(heading)
  const [own = ''] = section.split(/^## /m)
  return [...own.matchAll(block)].flatMap(([, path, language, text = '']): readonly GuideStep[] => {
    if (path !== undefined) return [{ kind: 'write', path, text }]
    if (language === 'text') return [{ kind: 'expect', text }]
    return text
      .trim()
      .split('\n')
      .map(command => ({ kind: 'run', command }))
  })
}
