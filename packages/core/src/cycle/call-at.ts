/**
 * Call when it is this late on the clock of `performance.now()`, and never before: a timer counts from the begin of the turn in which
 * it is set, and after a long turn it fires early. Returns what cancels it.
 */
export function callAt(dueAt: number, call: () => void): () => void {
  let timer: NodeJS.Timeout
  const arm = (): void => {
    timer = setTimeout(() => (performance.now() < dueAt ? arm() : call()), Math.max(0, dueAt - performance.now()) + 1)
  }
  arm()
  return () => clearTimeout(timer)
}
