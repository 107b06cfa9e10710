import { notAnId } from './errors.ts'

const prefix = 'x--'

/**
 * The filter `backend_name`: a section name that HAProxy accepts, different for every id. Ids of `A-Za-z0-9_.:-` stay as they are,
 * unless they begin with `x--`.
 *
 * @throws RefusedValue when it is no id at all
 * @example backendName('/shop/cart') // 'x--_2fshop_2fcart'
 */
export function backendName(id: unknown): string {
  return safeName(id, /^[A-Za-z0-9_.:-]+$/, /[A-Za-z0-9.:-]/)
}

/**
 * The filter `upstream_name`: the same for nginx, which compares names without regard to case and takes what follows a colon for a port.
 *
 * @throws RefusedValue when it is no id at all
 */
export function upstreamName(id: unknown): string {
  return safeName(id, /^[a-z0-9_.-]+$/, /[a-z0-9.-]/)
}

function safeName(id: unknown, unchanged: RegExp, kept: RegExp): string {
  if (typeof id !== 'string' || id.length === 0 || id.length > 200) throw notAnId(id)
  if (unchanged.test(id) && !id.startsWith(prefix)) return id
  let name = prefix
  for (const byte of Buffer.from(id)) {
    const char = String.fromCharCode(byte)
    name += kept.test(char) ? char : `_${byte.toString(16).padStart(2, '0')}`
  }
  return name
}
