import { type Problem, ProxymError } from '@proxym/core'
import { LineCounter, type ParsedNode, parseDocument } from 'yaml'
import { type Place, textProblem } from './errors.ts'
import { findJsonFault } from './json-fault.ts'

/** A file that could be parsed: its root, and the place of every part of it. */
export interface ParsedText {
  readonly root: ParsedNode | null
  placeOf(offset: number | undefined): Place
}

/**
 * Parse a file by its ending. YAML's parser reads JSON too and knows where everything stands; `JSON.parse` decides
 * what is JSON, so that comments and half-written files do not pass.
 *
 * @throws ProxymError `PROXYM_FILE_SYNTAX` with the place of every mistake
 */
export function parseText(path: string, text: string): ParsedText {
  const lines = new LineCounter()
  const placeOf = (offset = 0): Place => {
    const { line, col } = lines.linePos(offset)
    return `${path}:${Math.max(line, 1)}:${Math.max(col, 1)}`
  }
  if (text.trim() === '') throw new ProxymError(textProblem.empty(`${path}:1:1`))
  if (/\.json$/i.test(path)) judgeJson(path, text)
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false, // the parser compares every key with every other; duplicates are found later in one pass
    version: '1.2',
  })
  const faults = [...document.errors, ...document.warnings]
  if (faults.length > 0) throw new ProxymError(describeFaults(faults.slice(0, 3), placeOf))
  return { root: document.contents, placeOf }
}

function judgeJson(path: string, text: string): void {
  try {
    JSON.parse(text)
  } catch {
    const { offset, message } = findJsonFault(text)
    const before = text.slice(0, offset).split('\n')
    throw new ProxymError(textProblem.syntax(`${path}:${before.length}:${(before.at(-1) ?? '').length + 1}`, message))
  }
}

function describeFaults(
  faults: readonly { readonly code: string; readonly message: string; readonly pos: readonly [number, number] }[],
  placeOf: ParsedText['placeOf'],
): readonly Problem[] {
  return faults.map(({ code, message, pos }) => {
    const where = placeOf(pos[0])
    if (code === 'MULTIPLE_DOCS') return textProblem.documents(where)
    // The parser recurses: what exhausts its stack is far deeper than any file needs.
    return message.includes('call stack') ? textProblem.depth(where) : textProblem.syntax(where, message)
  })
}
