/** Work beside everything else, which begins when there is some. */
export interface Background {
  start(): void
  /** Resolves when nothing is done any more. */
  stop(): Promise<void>
  /** Resolves when nothing is left. */
  idle(): Promise<void>
}

/**
 * @param run goes on until nothing is left; what it throws ends it
 * @param isLeft whether something has come in the moment of its end
 */
export function createBackground(run: (signal: AbortSignal) => Promise<void>, isLeft: () => boolean): Background {
  let running: { readonly stop: AbortController; readonly done: Promise<void> } | undefined
  const start = (): void => {
    if (running !== undefined) return
    const stop = new AbortController()
    const done = run(stop.signal)
      .catch(() => undefined)
      .then(() => {
        running = undefined
        if (isLeft() && !stop.signal.aborted) start()
      })
    running = { stop, done }
  }
  return {
    start,
    async stop() {
      running?.stop.abort()
      await running?.done
    },
    async idle() {
      while (running !== undefined) await running.done
    },
  }
}
