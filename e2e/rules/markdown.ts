interface CodeBlock {
  readonly language: string
  readonly text: string
  /** Where it begins, counted from 1. */
  readonly line: number
  /** Whether it is only part of a program: ```ts part. */
  readonly isPart: boolean
}

const fence = /^ *```(\w*)([^\n]*)\n([\s\S]*?)^ *```/gm

/** The fenced blocks of a page. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(fence)].map(({ 1: language = '', 2: rest = '', 3: text = '', index }) => ({
    language,
    text,
    isPart: rest.trim() === 'part',
    line: markdown.slice(0, index).split('\n').length,
  }))
}

/** The sentences of a page, without what is shown as code. */
export function withoutCode(markdown: string): string {
  return markdown.replace(fence, '').replace(/`[^`\n]*`/g, '')
}

/** Where the links and pictures of a page point, without those shown in code. */
export function linksOf(markdown: string): readonly string[] {
  return [...withoutCode(markdown).matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)/g)].map(match => match[1] ?? '')
}

/** What `#…` may follow a link to this page: its headings as code hosts spell them. */
export function headingAnchors(markdown: string): readonly string[] {
  const headings = markdown.replace(fence, '').matchAll(/^#{1,6} +(.*?) *$/gm)
  return [...headings].map(match => slugOf(match[1] ?? ''))
}

function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/ /g, '-')
}
