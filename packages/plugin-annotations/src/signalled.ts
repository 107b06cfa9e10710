/** Something that happens again and again. */
export function createSignalled() {
  let waiting = Promise.withResolvers<void>()
  return {
    signal(): void {
      waiting.resolve()
      waiting = Promise.withResolvers()
    },
    /** Resolves when it happens the next time. */
    next: (): Promise<void> => waiting.promise,
  }
}
