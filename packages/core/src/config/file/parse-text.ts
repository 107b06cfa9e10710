import { createRequire } from 'node:module'
import type { Document, LineCounter, Node } from 'yaml'
import type { ConfigPath } from '../config-path.ts'
import type { ConfigSource, Spot } from './config-source.ts'
import { jsonSyntax, textUnusable, yamlSyntax } from './errors.ts'
import { maskCredentials, type Place, type PlacedProblem } from './excerpt.ts'
import { findJsonMistake } from './json-mistake.ts'

/** What a text turned out to be: a value with places, or the mistakes in its syntax. */
export type ParsedText = { readonly source: ConfigSource } | { readonly problems: readonly PlacedProblem[] }

const require = createRequire(import.meta.url)

// One quote too many can make tens of thousands, and each is shown with its line.
const mostMistakes = 10

/** Parse a JSON or YAML configuration. `label` is how messages call the file. */
export function parseText(content: string, path: string, label: string): ParsedText {
  const text = content.startsWith('\uFEFF') ? content.slice(1) : content
  const json = path.endsWith('.json')
  const plain = json ? plainJson(text) : undefined
  if (plain === undefined) return parseWithPlaces(text, path, label)
  let places: ConfigSource['place'] | undefined
  return {
    source: {
      path,
      value: plain.value,
      place(option, spot) {
        places ??= placesIn(readDocument(text, label))
        return places(option, spot)
      },
    },
  }
}

/** What is JSON, and says everything once: such a text is no other one when it is written anew. Mostly nobody asks for a place in it. */
function plainJson(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1') === JSON.stringify(value) ? { value } : undefined
  } catch {
    return undefined
  }
}

function parseWithPlaces(text: string, path: string, label: string): ParsedText {
  const read = readDocument(text, label)
  const { document, placeAt } = read
  const json = path.endsWith('.json')
  // JSON is parsed as YAML for the places; what is JSON is not for YAML to decide, but JSON.parse lets keys be given twice.
  const errors = [...document.errors, ...document.warnings, ...unknownAliases(document)]
    .filter(({ code }) => !json || code === 'DUPLICATE_KEY')
    .slice(0, mostMistakes)
  try {
    const value: unknown = json ? JSON.parse(text) : errors.length > 0 || (document.toJS() ?? {})
    if (errors.length === 0) return { source: { path, value, place: placesIn(read) } }
    return { problems: errors.map(error => yamlSyntax(error, placeAt(...error.pos))) }
  } catch (error) {
    if (!json) return { problems: [textUnusable(error, placeAt(0, 1))] }
    const { offset, wanted } = findJsonMistake(text) ?? { offset: 0, wanted: 'JSON' }
    return { problems: [jsonSyntax(text.slice(offset, offset + 1), wanted, placeAt(offset, offset + 1))] }
  }
}

/** A text with the places of what stands in it. */
interface Read {
  readonly document: Document
  readonly placeAt: (start: number, end: number) => Place
}

function readDocument(text: string, label: string): Read {
  const { LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, logLevel: 'error' })
  return { document, placeAt: (start, end) => locate(text, lines, label, start, end) }
}

function placesIn({ document, placeAt }: Read): ConfigSource['place'] {
  return (option, spot) => placeAt(...rangeOf(document, option, spot))
}

/** 72 modules, which most starts do not need. */
function yaml(): typeof import('yaml') {
  return require('yaml')
}

// The parser accepts them, and only fails without a place when it makes the value: `domain: *.example.com`.
function unknownAliases(document: Document): readonly { readonly code: string; readonly pos: [number, number] }[] {
  const found: { readonly code: string; readonly pos: [number, number] }[] = []
  yaml().visit(document, {
    Alias(_, node) {
      if (node.resolve(document) === undefined) found.push({ code: 'BAD_ALIAS', pos: range(node) })
    },
  })
  return found
}

function locate(text: string, lines: LineCounter, label: string, start: number, end: number): Place {
  const { line, col } = lines.linePos(Math.min(start, text.length))
  const lineStart = lines.lineStarts[line - 1] ?? 0
  const [lineText = ''] = text.slice(lineStart).split(/\r?\n/, 1)
  const column = Math.max(col, 1)
  const rest = lineText.slice(column - 1, end - lineStart).trimEnd()
  const source = { file: label, line, column, length: Math.max(1, rest.length), text: maskCredentials(lineText) }
  return { where: `${label}:${line}:${column}`, source }
}

/** The characters of a value or of its key. What does not exist is placed at the key of what should hold it. */
function rangeOf(document: Document, path: ConfigPath, spot: Spot = 'value'): [start: number, end: number] {
  const { isAlias, isMap, isNode, isScalar, isSeq } = yaml()
  let node: unknown = document.contents
  let holder: unknown
  for (const part of path) {
    const parent = isAlias(node) ? node.resolve(document) : node
    const item: unknown = isSeq(parent) ? parent.items[Number(part)] : undefined
    const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(part)) : undefined
    if (item === undefined && pair === undefined) return startOf(holder ?? node)
    holder = pair?.key ?? item
    node = pair === undefined ? item : pair.value
  }
  return range(spot === 'key' || !isNode(node) || isEmpty(node) ? (holder ?? node) : node)
}

// What is missing is in none of the lines of its parent, so only the parent's beginning is meant.
function startOf(node: unknown): [number, number] {
  const [start, end] = range(node)
  return [start, yaml().isCollection(node) ? start + 1 : end]
}

function range(node: unknown): [number, number] {
  const [start, end] = (yaml().isNode(node) ? (node as Node).range : undefined) ?? [0, 1]
  return [start, end]
}

// `key:` without a value has a node of no characters behind the colon; its key shows better.
function isEmpty(node: Node): boolean {
  const [start, end] = range(node)
  return start === end
}
