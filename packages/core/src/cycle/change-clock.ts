/** Measures from when a change was first heard of to when every generator has it. */
export function createChangeClock(live: (ms: number) => void) {
  // Of the change that is on its way to the generators, and of what a source is still being asked for.
  let since: number | undefined
  let carried: number | undefined

  return {
    /** A cycle that was asked for at this time has ended. With `reading`, a source has not answered it yet. */
    turn(askedAt: number, { changed, reading }: { readonly changed: boolean; readonly reading: boolean }): void {
      const first = Math.min(askedAt, carried ?? askedAt)
      if (changed) since = Math.min(since ?? first, first)
      carried = reading ? first : undefined
    },
    /** Every generator has the newest snapshot. */
    inSync(): void {
      if (since === undefined) return
      live(performance.now() - since)
      since = undefined
    },
  }
}
