import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds the workspace. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})

/** Every file that is in git or about to be, relative to the root: what is ignored is not ours. */
export const trackedFiles: readonly string[] = listed
  .split('\0')
  .filter(path => path !== '' && existsSync(join(root, path)))
  .sort()

/** The tracked files whose path matches. */
export function filesLike(pattern: RegExp): readonly string[] {
  return trackedFiles.filter(path => pattern.test(path))
}

/** The text of a tracked file. */
export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}
