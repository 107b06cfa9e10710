import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { resolve, sep } from 'node:path'

/** What is known of the files of a template: the text by path, null for a file that is missing. */
export type Sources = Map<string, string | null>

/** Without the byte order mark that some editors put first. */
export function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

/**
 * Files for Liquid: those known are taken as they are, so that one rendering never mixes two versions; the others are read and told.
 * Nothing outside the root is read, also not through a link.
 */
export function createTemplateFiles(root: string, sources: Sources, onRead: (path: string, text: string | null) => void) {
  const realRoot = existsSync(root) ? realpathSync(root) : root
  const look = (path: string): string | null => {
    const known = sources.get(path)
    if (known !== undefined) return known
    const text = existsSync(path) ? withoutMark(readFileSync(path, 'utf8')) : null
    sources.set(path, text)
    onRead(path, text)
    return text
  }
  const contains = (path: string) => {
    const inside = (folder: string, file: string) => file.startsWith(folder.endsWith(sep) ? folder : folder + sep)
    return inside(root, path) && (!existsSync(path) || inside(realRoot, realpathSync(path)))
  }
  const read = (path: string) => {
    const text = look(path)
    if (text === null) throw Object.assign(new Error(`ENOENT: no such file, ${path}`), { code: 'ENOENT' })
    return text
  }
  return {
    sep,
    resolve: (folder: string, file: string, extension: string) =>
      resolve(folder, /\.[^/]*$/.test(file) ? file : file + extension),
    existsSync: (path: string) => look(path) !== null,
    exists: async (path: string) => look(path) !== null,
    readFileSync: read,
    readFile: async (path: string) => read(path),
    containsSync: (_root: string, path: string) => contains(path),
    contains: async (_root: string, path: string) => contains(path),
  }
}
