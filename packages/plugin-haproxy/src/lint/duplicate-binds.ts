import type { Problem } from '@proxym/core'
import type { Bind } from './binds.ts'
import { duplicateBind } from './errors.ts'

/** Each bind whose address another section has bound already. One section may repeat an address, for instance per thread. */
export function duplicateBinds(binds: readonly Bind[]): readonly Problem[] {
  return clashes(binds).map(({ bind, first }) => {
    const port = bind.from === 0 ? '' : `:${bind.from === bind.to ? bind.from : `${bind.from}-${bind.to}`}`
    return duplicateBind(`${bind.address}${port}`, bind.line, first.line)
  })
}

/** Pairs of binds that would share an address. */
export function clashes(binds: readonly Bind[]): readonly { readonly bind: Bind; readonly first: Bind }[] {
  const seen = new Map<string, Bind[]>()
  return binds.flatMap(bind => {
    const key = `${bind.transport} ${bind.address} ${bind.device}`
    const others = seen.get(key)
    if (others === undefined) {
      seen.set(key, [bind])
      return []
    }
    const first = others.find(other => other.owner !== bind.owner && other.from <= bind.to && bind.from <= other.to)
    others.push(bind)
    return first === undefined ? [] : [{ bind, first }]
  })
}
