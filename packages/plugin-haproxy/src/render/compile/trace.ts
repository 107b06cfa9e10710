/** What one run of the body of a loop took from outside, and what it left there. */
export interface Trace {
  /** The place of the loop's own scope among the scopes. */
  readonly level: number
  /** Variables of outside, with the value that they had. */
  readonly reads: Map<string, unknown>
  /** Variables that it assigned, with their last value. */
  readonly writes: Map<string, unknown>
  readonly registers: Map<string, unknown>
  /** It depends on something that is not recorded here. */
  isTainted: boolean
}

export function createTrace(level: number): Trace {
  return { level, reads: new Map(), writes: new Map(), registers: new Map(), isTainted: false }
}

/** A variable was found in the scope at `level`; -1 stands for the data. */
export function noteRead(trace: Trace, name: string, level: number, value: unknown): void {
  const isOfInnerLoop = level > trace.level
  if (isOfInnerLoop) return
  // The position in a loop: the same object with other contents each time.
  if (name === 'forloop' && level > 0) trace.isTainted = true
  const isOwn = level === trace.level || (level === 0 && trace.writes.has(name))
  if (!isOwn && !trace.reads.has(name)) trace.reads.set(name, value)
}

export function noteWrite(trace: Trace, name: string, value: unknown): void {
  trace.writes.set(name, value)
}

export function noteRegister(trace: Trace, key: string, value: unknown): void {
  trace.registers.set(key, value)
}
