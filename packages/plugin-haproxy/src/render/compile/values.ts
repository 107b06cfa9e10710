import { type Filter, type Token, TypeGuards, toValue, toValueSync, type Value } from 'liquidjs'
import { compileNot, compileOperator } from './operators.ts'
import { type Evaluate, LeftToLiquid, readProperty, readVariable } from './run.ts'

/**
 * Compile a value with its filters. `isLenient`: what is missing is nothing instead of a mistake.
 *
 * @throws LeftToLiquid for what is not compiled
 */
export function compileValue({ initial, filters }: Value, isLenient: boolean): Evaluate {
  // With `default` first, what is missing may be asked for.
  const first = compileExpression(initial.postfix, isLenient || filters[0]?.name === 'default')
  return filters.map(compileFilter).reduce<Evaluate>((value, filter) => run => filter(run, value(run)), first)
}

/** Compile a token that is a value by itself. @throws LeftToLiquid */
export function compileToken(token: Token | undefined, isLenient: boolean): Evaluate {
  if (token === undefined) return () => undefined
  if ('content' in token) {
    const { content } = token
    return () => content
  }
  if (TypeGuards.isPropertyAccessToken(token)) {
    if (token.variable !== undefined) throw new LeftToLiquid()
    return compileAccess(token.props, isLenient)
  }
  if (TypeGuards.isRangeToken(token)) {
    const [low, high] = [compileToken(token.lhs, false), compileToken(token.rhs, false)]
    return run => {
      const [from, to] = [Number(toValue(low(run))), Number(toValue(high(run)))]
      const numbers: number[] = []
      // As Liquid counts: with fractions the last number may lie above `to`.
      for (let number = from; number < to + 1; number++) numbers.push(number)
      return numbers
    }
  }
  throw new LeftToLiquid()
}

function compileExpression(postfix: readonly Token[], isLenient: boolean): Evaluate {
  const operands: Evaluate[] = []
  for (const token of postfix) {
    if (!TypeGuards.isOperatorToken(token)) {
      operands.push(compileToken(token, isLenient))
      continue
    }
    const right = operands.pop()
    const left = token.operator === 'not' ? undefined : operands.pop()
    if (right === undefined) throw new LeftToLiquid()
    if (token.operator === 'not') operands.push(compileNot(right))
    else if (left === undefined) throw new LeftToLiquid()
    else operands.push(compileOperator(token.operator, left, right))
  }
  return operands[0] ?? (() => undefined)
}

/** `a.b[c].size` */
function compileAccess(props: readonly Token[], isLenient: boolean): Evaluate {
  const [root, ...rest] = props
  if (root === undefined || !('content' in root) || typeof root.content !== 'string') throw new LeftToLiquid()
  const name = root.content
  const keys = rest.map(prop => ('content' in prop ? toValue(prop.content) : compileToken(prop, false)))
  const isWholeForloop = name === 'forloop' && keys.length === 0
  return run => {
    if (isWholeForloop) run.isForloopLoose = true
    // What stands in brackets is looked up first.
    const path = keys.some(isEvaluate) ? keys.map(key => (isEvaluate(key) ? toValue(key(run)) : key)) : keys
    let value = readVariable(run, name)
    for (let step = 0; value !== undefined && step < path.length; step++) value = readProperty(run, value, path[step])
    if (value !== undefined) return value
    if (isLenient) return null
    throw new LeftToLiquid()
  }
}

const isEvaluate = (key: unknown): key is Evaluate => typeof key === 'function'

// Every filter that is left (`filters.ts`) depends on its arguments alone.
function compileFilter(filter: Filter): (run: Parameters<Evaluate>[0], value: unknown) => unknown {
  const [handler, token, liquid] = [filter['handler'], filter['token'], filter['liquid']]
  const args = filter.args.map(arg => {
    if (!Array.isArray(arg)) return compileToken(arg, false)
    const [name, given] = arg
    const value = compileToken(given, false)
    return (run: Parameters<Evaluate>[0]) => [name, value(run)]
  })
  return (run, value) => {
    const self = { context: run.context, token, liquid }
    const result: unknown =
      args.length === 0 ? handler.call(self, value) : handler.apply(self, [value, ...args.map(arg => arg(run))])
    return isIterator(result) ? toValueSync(result) : result
  }
}

function isIterator(value: unknown): value is IterableIterator<unknown> {
  return typeof value === 'object' && value !== null && 'next' in value && typeof value.next === 'function'
}
