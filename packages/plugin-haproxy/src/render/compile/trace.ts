import { Drop } from 'liquidjs'

/** A name with the value that it had. */
export type Named = readonly [name: string, value: unknown]

/** What one run of the body of a loop took from outside, and what it left there. Mostly a few names: lists, no maps. */
export interface Trace {
  /** The place of the loop's own scope among the scopes. */
  readonly level: number
  /** Variables of outside, with the value that they had. */
  readonly reads: Named[]
  /** Variables that it assigned, with their last value. */
  readonly writes: Named[]
  readonly registers: Named[]
  /** It depends on something that is not recorded here. */
  isTainted: boolean
}

export function createTrace(level: number): Trace {
  return { level, reads: [], writes: [], registers: [], isTainted: false }
}

/** A variable was found in the scope at `level`; -1 stands for the data. */
export function noteRead(trace: Trace, name: string, level: number, value: unknown): void {
  const isOfInnerLoop = level > trace.level
  if (isOfInnerLoop) return
  // The position in a loop, maybe by another name: the same object with other contents each time.
  if (value instanceof Drop || (name === 'forloop' && level > 0)) trace.isTainted = true
  const isOwn = level === trace.level || (level === 0 && placeOf(trace.writes, name) >= 0)
  if (!isOwn && placeOf(trace.reads, name) < 0) trace.reads.push([name, value])
}

export function noteWrite({ writes }: Trace, name: string, value: unknown): void {
  put(writes, name, value)
}

export function noteRegister({ registers }: Trace, key: string, value: unknown): void {
  put(registers, key, value)
}

function put(list: Named[], name: string, value: unknown): void {
  const place = placeOf(list, name)
  list[place < 0 ? list.length : place] = [name, value]
}

function placeOf(list: readonly Named[], name: string): number {
  for (let place = 0; place < list.length; place++) if (list[place]?.[0] === name) return place
  return -1
}
