import { Drop, type ForTag, type Template, toValue } from 'liquidjs'
import { createMemo } from './memo.ts'
import { type Evaluate, LeftToLiquid, type Run, type Step, setRegister } from './run.ts'
import { compileToken } from './values.ts'

/** The position in a loop, as Liquid shows it to templates: by methods without arguments. */
class Forloop extends Drop {
  i = 0
  length: number
  name: string

  constructor(length: number, name: string) {
    super()
    this.length = length
    this.name = name
  }
  index0() {
    return this.i
  }
  index() {
    return this.i + 1
  }
  first() {
    return this.i === 0
  }
  last() {
    return this.i === this.length - 1
  }
  rindex() {
    return this.length - this.i
  }
  rindex0() {
    return this.length - this.i - 1
  }
  override valueOf() {
    return JSON.stringify(this)
  }
}

/** Compile a loop. Its text for an item is kept as long as the item, and what it reads besides, stays the same. */
export function compileFor(tag: ForTag, compileTemplates: (templates: readonly Template[]) => Step): Step {
  const collectionOf = compileToken(tag.collection, false)
  const [body, otherwise] = [compileTemplates(tag.templates), compileTemplates(tag.elseTemplates)]
  const { variable } = tag
  // Liquid loses the position then, and says so.
  if (variable === 'forloop') throw new LeftToLiquid()
  const text = tag.collection.getText()
  const arrange = compileModifiers(tag)
  const memo = createMemo(body)

  return run => {
    const { context } = run
    const given = toItems(toValue(collectionOf(run)))
    if (given.length === 0) return otherwise(run)
    const { items, offset } = arrange(run, given)
    setRegister(run, `continue-${variable}-${text}`, offset + items.length)
    const forloop = new Forloop(items.length, `${variable}-${text}`)
    const scope: Record<string, unknown> = Object.assign(Object.create(null), { forloop })
    context.push(scope)
    for (let index = memo.skip(run, items, 0); index < items.length; index = memo.skip(run, items, index + 1)) {
      const item = items[index]
      forloop.i = index
      scope[variable] = item
      context.continueCalled = false
      context.breakCalled = false
      memo.run(run, item, index)
      if (context.breakCalled) break
    }
    if (!context.breakCalled) forloop.i = items.length
    context.continueCalled = false
    context.breakCalled = false
    context.pop()
  }
}

/** `offset`, `limit` and `reversed`, in this order. */
function compileModifiers({
  hash: { hash },
}: ForTag): (run: Run, items: readonly unknown[]) => { readonly items: readonly unknown[]; readonly offset: number } {
  const modifiers = ['offset', 'limit', 'reversed'].filter(name => name in hash)
  if (modifiers.length === 0) return (_run, items) => ({ items, offset: 0 })
  const values = modifiers.map((name): readonly [string, Evaluate] => {
    const token = hash[name]
    // `offset: continue` reads what another loop has left, whatever else has this name.
    if (token !== undefined && /\bcontinue\b/.test(token.getText())) throw new LeftToLiquid()
    return [name, token === undefined ? () => true : compileToken(token, false)]
  })
  return (run, all) => {
    let items = all
    let offset = 0
    for (const [name, evaluate] of values) {
      const value = evaluate(run)
      if (value === undefined) continue
      if (name === 'offset') {
        items = items.slice(value as number)
        offset = (value as number) || 0
      } else items = name === 'limit' ? items.slice(0, value as number) : items.toReversed()
    }
    return { items, offset }
  }
}

function toItems(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (typeof value !== 'object' || value === null) return []
  if (Symbol.iterator in value) return Array.from(value as Iterable<unknown>)
  return Object.entries(value)
}
