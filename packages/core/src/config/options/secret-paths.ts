import { type ConfigPath, isRecord } from '../config-path.ts'

/** Whether an option is a secret or part of one. `*` in a pattern stands for any key or index: `users.*.password`. */
export function isSecretPath(patterns: readonly string[], path: ConfigPath): boolean {
  return patterns.some(pattern => {
    const parts = pattern.split('.')
    return parts.length <= path.length && parts.every((part, index) => part === '*' || part === String(path[index]))
  })
}

/** The options that the patterns name, as far as they are given. */
export function secretPaths(patterns: readonly string[], options: unknown): readonly ConfigPath[] {
  return patterns.flatMap(pattern => expand(pattern.split('.'), options, []))
}

function expand(parts: readonly string[], value: unknown, path: ConfigPath): readonly ConfigPath[] {
  const [part, ...rest] = parts
  if (part === undefined) return value === undefined ? [] : [path]
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => (part === '*' || part === String(index) ? expand(rest, item, [...path, index]) : []))
  }
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, item]) => (part === '*' || part === key ? expand(rest, item, [...path, key]) : []))
}
