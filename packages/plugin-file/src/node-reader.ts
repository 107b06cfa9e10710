import { type JsonValue, type Problem, ProxymError } from '@proxym/core'
import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'
import { textProblem } from './errors.ts'
import { forbiddenKeys } from './field-names.ts'
import { limits } from './limits.ts'
import type { ParsedText } from './parse-text.ts'

/** One entry of an object: the key as it is used, and as it is written. */
export interface Entry {
  readonly key: string
  readonly written: string
  readonly value: unknown
  readonly place: string
}

/** Turns the nodes of one file into plain values, and gathers every mistake on the way. */
export interface NodeReader {
  /** Follow an alias, and remember an anchor. Call it for each node, from the top down. */
  resolve(node: unknown): unknown
  /** The entries of an object, with each key passed through `rename`; a key that comes twice is a mistake. */
  entries(node: unknown, rename?: (key: string) => string): readonly Entry[]
  plain(node: unknown, depth: number): JsonValue
  place(node: unknown): string
  mistake(problem: Problem): void
  /** @throws ProxymError with all mistakes, when there are some */
  finish(): void
}

const offsetOf = (node: unknown): number | undefined => (node as Partial<Node> | null | undefined)?.range?.[0]

/** Make a reader for one parsed file. */
export function createNodeReader({ placeOf }: Pick<ParsedText, 'placeOf'>): NodeReader {
  const anchors = new Map<string, unknown>()
  const mistakes: Problem[] = []
  let values = 0

  const reader: NodeReader = {
    place: node => placeOf(offsetOf(node)),

    mistake(problem) {
      mistakes.push(problem)
      if (mistakes.length >= limits.mistakes) throw new ProxymError(mistakes)
    },

    finish() {
      if (mistakes.length > 0) throw new ProxymError(mistakes)
    },

    resolve(node) {
      // A few aliases of aliases stand for billions of values, so what they repeat is counted as well.
      values += 1
      if (values > limits.values) throw new ProxymError(textProblem.values(reader.place(node)))
      if (isAlias(node)) {
        if (anchors.has(node.source)) return anchors.get(node.source)
        reader.mistake(textProblem.alias(reader.place(node), node.source))
        return null
      }
      const { anchor } = (node ?? {}) as { readonly anchor?: string }
      if (anchor !== undefined) anchors.set(anchor, node)
      return node
    },

    entries(node, rename = key => key) {
      if (!isMap(node)) return []
      const seen = new Map<string, string>()
      return node.items.flatMap(({ key: keyNode, value }) => {
        const place = reader.place(keyNode ?? node)
        const written = isScalar(keyNode) ? keyNode.value : undefined
        if (typeof written !== 'string') return reader.mistake(textProblem.keyType(place)) ?? []
        if (forbiddenKeys.has(written)) return reader.mistake(textProblem.forbiddenKey(place, written)) ?? []
        const key = rename(written)
        const earlier = seen.get(key)
        if (earlier !== undefined) return reader.mistake(textProblem.duplicateKey(place, written, earlier)) ?? []
        seen.set(key, written)
        return [{ key, written, value, place }]
      })
    },

    plain(given, depth) {
      const node = reader.resolve(given)
      // Also the end of an alias that contains itself.
      if (depth > limits.depth) throw new ProxymError(textProblem.depth(reader.place(node)))
      if (isMap(node))
        return Object.fromEntries(reader.entries(node).map(({ key, value }) => [key, reader.plain(value, depth + 1)]))
      if (isSeq(node)) return node.items.map(item => reader.plain(item, depth + 1))
      const value = isScalar(node) ? node.value : null
      if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
      if (typeof value === 'number' && Number.isFinite(value)) return value
      reader.mistake(textProblem.valueType(reader.place(node), String(value)))
      return null
    },
  }
  return reader
}
