import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { codeBlocks, headingAnchors, linksOf, withoutCode } from './markdown.ts'
import { filesLike, root, textOf } from './tracked-files.ts'

const pages = filesLike(/\.md$/)

describe.each(pages)('%s', page => {
  const markdown = textOf(page)

  test('links to files and headings that exist', () => {
    expect(linksOf(markdown).filter(link => !resolves(page, link))).toEqual([])
  })

  test('has JSON and YAML that parse', () => {
    const broken = codeBlocks(markdown).flatMap(block => {
      const mistake = mistakeIn(block)
      return mistake === undefined ? [] : [`line ${block.line}: ${mistake}`]
    })
    expect(broken).toEqual([])
  })

  test('calls nothing easy: whoever looks it up did not find it so', () => {
    const words = withoutCode(markdown).match(/\b(just|simply|easy|easily|obviously)\b/gi) ?? []
    expect(words).toEqual([])
  })

  test('closes every code block', () => {
    expect((markdown.match(/^ *```/gm) ?? []).length % 2).toBe(0)
  })
})

function resolves(page: string, link: string): boolean {
  if (/^[a-z]+:/i.test(link)) return true
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : join(dirname(page), decodeURI(path))
  if (!existsSync(join(root, target))) return false
  return anchor === undefined || !target.endsWith('.md') || headingAnchors(textOf(target)).includes(anchor)
}

function mistakeIn({ language, text }: { readonly language: string; readonly text: string }): string | undefined {
  try {
    if (language === 'json') JSON.parse(text)
    if (language === 'yaml') return parseAllDocuments(text).flatMap(document => document.errors)[0]?.message
    return undefined
  } catch (error) {
    return String(error)
  }
}
