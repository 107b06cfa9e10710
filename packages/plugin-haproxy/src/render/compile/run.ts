import { type Context, Drop } from 'liquidjs'
import type { Sink } from './sink.ts'
import { noteRead, noteRegister, noteWrite, type Trace } from './trace.ts'

/** One rendering with compiled templates. Scopes are those of a real Liquid context: what is not compiled runs in the same ones. */
export interface Run {
  readonly context: Context
  /** Innermost last; the first one takes what is assigned. */
  readonly scopes: readonly Readonly<Record<string, unknown>>[]
  out: Sink
  /** What the text that is being written depends on, while somebody wants to know. */
  trace: Trace | undefined
  /** The position of a loop, an object that changes, may have become the value of a variable: being the same object says nothing. */
  isForloopLoose: boolean
}

/** A value at some moment of a rendering. */
export type Evaluate = (run: Run) => unknown

/** A part of a template: writes, or changes variables. */
export type Step = (run: Run) => void

/** What compiled templates do not do: Liquid does it instead, with its own errors. */
export class LeftToLiquid extends Error {
  override readonly name = 'LeftToLiquid'
}

/** Read a variable as Liquid finds it: innermost scope first, then the data. Undefined when there is none. */
export function readVariable(run: Run, name: string): unknown {
  const { scopes, context } = run
  for (let level = scopes.length - 1; level >= 0; level--) {
    const scope = scopes[level]
    if (scope === undefined || !(name in scope)) continue
    const value = readProperty(run, scope, name)
    if (run.trace !== undefined) noteRead(run.trace, name, level, value)
    return value
  }
  const value = readProperty(run, name in context.environments ? context.environments : context.globals, name)
  if (run.trace !== undefined) noteRead(run.trace, name, -1, value)
  return value
}

/** Assign a variable; like in Liquid it outlives every block. */
export function assignVariable(run: Run, name: string, value: unknown): void {
  const bottom = run.context.bottom() as Record<string, unknown>
  bottom[name] = value
  if (run.trace !== undefined) noteWrite(run.trace, name, value)
}

/** Remember what `offset: continue` of a later loop would read. */
export function setRegister(run: Run, key: string, value: unknown): void {
  run.context.setRegister(key, value)
  if (run.trace !== undefined) noteRegister(run.trace, key, value)
}

/** Read a property by Liquid's rules. The short way is that of plain data. */
export function readProperty({ context }: Run, from: unknown, key: unknown): unknown {
  if (from === null || from === undefined) return from
  if (typeof key === 'string' && typeof from === 'object' && !Array.isArray(from) && !(from instanceof Drop)) {
    const value = Object.hasOwn(from, key) ? (from as Readonly<Record<string, unknown>>)[key] : undefined
    if (value !== undefined && typeof value !== 'function' && !('toLiquid' in from)) return value
  }
  return context.readProperty(from as object, key as string)
}
