import type { ListSink } from '../http/list-splitter.ts'
import type { JsonAnswer } from '../http/read-json.ts'
import type { Read } from '../mapping/read-documents.ts'
import { listIn } from './answers.ts'

/** Reads the items of a list while they come in. What is known of a part does not depend on where it was cut. */
export interface ItemCollector<T> extends ListSink {
  /** Everything, once the answer is whole. @throws ProxymError `PROXYM_MARATHON_SHAPE` when it has no such list */
  all(answer: JsonAnswer): T
}

/** Collect `name` of an answer; `join` makes one of what `read` made of each part. */
export function collectItems<P, T>(
  name: 'apps' | 'tasks',
  read: (items: readonly unknown[]) => P,
  join: (parts: readonly P[]) => T,
): ItemCollector<T> {
  let parts: P[] = []
  return {
    name,
    take: items => void parts.push(read(items)),
    restart() {
      parts = []
    },
    all(answer) {
      // Empty when every item has been taken; a list that nobody recognised is all there.
      const left = listIn(answer, name)
      return join(left.length === 0 ? parts : [read(left)])
    },
  }
}

/** One reading out of its parts. */
export function joinReads<T>(parts: readonly Read<T>[]): Read<T> {
  return {
    items: parts.flatMap(({ items }) => items),
    malformed: new Map(parts.flatMap(({ malformed }) => [...malformed])),
    nameless: parts.reduce((sum, { nameless }) => sum + nameless, 0),
    problems: parts.flatMap(({ problems }) => problems),
  }
}
