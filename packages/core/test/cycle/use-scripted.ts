import { afterEach, beforeEach, vi } from 'vitest'

/** Fake timers around each test of the file, and a stop of what it has made after it. Returns the maker, and what it made last. */
export function useScripted<O, T extends { stop(): Promise<void> }>(make: (options?: O) => T) {
  let script: T | undefined
  beforeEach(() => void vi.useFakeTimers())
  afterEach(async () => {
    await script?.stop()
    script = undefined
    vi.useRealTimers()
  })
  const scripted = (options?: O): T => {
    script = make(options)
    return script
  }
  return { scripted, current: () => script }
}
