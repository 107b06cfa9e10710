/** The way to a value: `['plugins', 0, 1, 'servers']`. */
export type ConfigPath = ReadonlyArray<string | number>

/** As people write it: `plugins[0][1].servers`. */
export function formatPath(path: ConfigPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    if (!/^[\w$-]+$/.test(part)) return `${text}[${JSON.stringify(part)}]`
    return text === '' ? part : `${text}.${part}`
  }, '')
}

/** The inverse of `formatPath` for what people write by hand: `auth.users[0]`. */
export function parsePath(text: string): ConfigPath {
  return text
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(part => part !== '')
    .map(part => (/^\d+$/.test(part) ? Number(part) : part))
}

/** The value there, or undefined. */
export function valueAt(value: unknown, path: ConfigPath): unknown {
  let current = value
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined
    current = (current as Record<string | number, unknown>)[part]
  }
  return current
}

/** A copy with another value there; only what lies on the way is copied, so functions and instances stay what they are. */
export function withValueAt(value: unknown, path: ConfigPath, replacement: unknown): unknown {
  const [part, ...rest] = path
  if (part === undefined) return replacement
  const copy: Record<string | number, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : isRecord(value)
      ? { ...value }
      : {}
  const child = withValueAt(valueAt(value, [part]), rest, replacement)
  // Defined, not assigned: a key called __proto__ must stay a key.
  Object.defineProperty(copy, part, { value: child, writable: true, enumerable: true, configurable: true })
  return copy
}

/** Whether it is an object with keys: no list, no null, no function. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
