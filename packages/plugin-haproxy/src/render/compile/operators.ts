import { Drop, toValue, toValueSync } from 'liquidjs'
import type { Evaluate, Run } from './run.ts'

type Operate = (left: unknown, right: unknown, run: Run) => unknown

/** Compile an operator of two sides. Both are always evaluated, as in Liquid. */
export function compileOperator(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  const quick = quickOperators[operator]
  return run => {
    const [a, b] = [left(run), right(run)]
    if (quick !== undefined && isPlain(a) && isPlain(b)) return quick(a, b, run)
    return byLiquid(run, operator, a, b)
  }
}

/** Compile `not`. */
export function compileNot(operand: Evaluate): Evaluate {
  return run => !isTrue(run, operand(run))
}

/** Whether a value counts as true. */
export function isTrue({ context }: Run, given: unknown): boolean {
  const value = toValue(given)
  return context.opts.jsTruthy ? Boolean(value) : value !== false && value !== undefined && value !== null
}

/** Whether two values are the same by Liquid's rules. */
export function areEqual(run: Run, left: unknown, right: unknown): boolean {
  return isPlain(left) && isPlain(right) ? left === right : byLiquid(run, '==', left, right) === true
}

// For values without rules of their own; lists and what Liquid has objects for (`empty`, `blank`, `nil`) go the long way.
const quickOperators: Readonly<Record<string, Operate | undefined>> = {
  __proto__: null as never,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  and: (a, b, run) => isTrue(run, a) && isTrue(run, b),
  or: (a, b, run) => isTrue(run, a) || isTrue(run, b),
  contains: (a, b) => typeof a === 'string' && a.indexOf(b as string) > -1,
}

const isPlain = (value: unknown) =>
  typeof value !== 'object' || value === null || !(Array.isArray(value) || value instanceof Drop)

function byLiquid({ context }: Run, operator: string, left: unknown, right: unknown): unknown {
  const operate = context.opts.operators[operator] as (left: unknown, right: unknown, context: unknown) => unknown
  return toValueSync(operate(left, right, context) as IterableIterator<unknown>)
}
