import type { Preview } from '@proxym/core'
import { formatPatch, type StructuredPatch, structuredPatch } from 'diff'
import type { Paint } from './style.ts'

const TIMEOUT_MS = 500

/** A unified diff of one target; undefined when it would not change. */
export function diffOf({ target, before, after }: Preview): StructuredPatch | 'too different' | undefined {
  if (before === after) return undefined
  return structuredPatch(target, 'rendered', before, after, '', '', { context: 3, timeout: TIMEOUT_MS }) ?? 'too different'
}

/** Lines added and removed. */
export function countLines(patch: StructuredPatch): { readonly added: number; readonly removed: number } {
  const lines = patch.hunks.flatMap(hunk => hunk.lines)
  return { added: lines.filter(line => line.startsWith('+')).length, removed: lines.filter(line => line.startsWith('-')).length }
}

/** The diff as text that `patch` reads; coloured line by line. */
export function printDiff(patch: StructuredPatch, paint: Paint): string {
  const text = formatPatch(patch)
    .split('\n')
    .filter(line => !/^=+$/.test(line))
  return text
    .map(line => {
      if (line.startsWith('+')) return paint('green', line)
      if (line.startsWith('-')) return paint('red', line)
      return line.startsWith('@@') ? paint('cyan', line) : line
    })
    .join('\n')
}
