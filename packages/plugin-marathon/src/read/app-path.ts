import { limits } from '../limits.ts'

/** An app id as part of a path, `a/b` for `/a/b`; undefined for what cannot be an id and must not become a path. */
export function appPath(id: string): string | undefined {
  if (id.length > limits.idLength || !/^(\/[A-Za-z0-9._-]+)+$/.test(id)) return undefined
  const parts = id.slice(1).split('/')
  return parts.some(part => /^\.+$/.test(part)) ? undefined : parts.join('/')
}

/** Where the definition of an app in an older version stands. */
export function versionPath(id: string, version: string): string | undefined {
  const path = appPath(id)
  // A colon is written as it is; servers differ in whether they undo its escape.
  return path === undefined ? undefined : `/v2/apps/${path}/versions/${encodeURIComponent(version).replaceAll('%3A', ':')}`
}
