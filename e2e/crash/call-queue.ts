/** One call of one kind. */
export interface Point {
  readonly name: string
  /** From 1. */
  readonly count: number
}

/** Every call of every kind, one after the other, for several takers. */
export interface CallQueue {
  take(): Point | undefined
  /** No process makes more calls of this name. */
  end(name: string): void
}

/** `stride`: only every so manieth call of each kind. */
export function createCallQueue(names: readonly string[], stride = 1): CallQueue {
  const left = new Map(names.map(name => [name, 1]))
  return {
    take() {
      for (const [name, count] of left) {
        left.set(name, count + stride)
        return { name, count }
      }
      return undefined
    },
    end: name => void left.delete(name),
  }
}
