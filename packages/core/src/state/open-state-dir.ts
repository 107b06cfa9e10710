import { randomUUID } from 'node:crypto'
import { mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Problem } from '../problem.ts'
import { stateDirProblem } from './errors.ts'

/** The state folder, or why there is none. */
export interface StateDir {
  /** Its real path; undefined when it cannot be written, then state lives in memory only. */
  readonly dir: string | undefined
  readonly problem?: Problem
}

const probePrefix = '.probe-'

/** Make the state folder (0700) when it is missing, and try to write in it. Never throws: without it proxym still works. */
export async function openStateDir(path: string): Promise<StateDir> {
  try {
    await makeFolder(resolve(path))
    const dir = await realpath(path)
    // access() says nothing about a read-only or full disk; writing does.
    const probe = join(dir, `${probePrefix}${randomUUID()}`)
    try {
      await writeFile(probe, 'proxym', { flag: 'wx', mode: 0o600 })
    } finally {
      await rm(probe, { force: true })
    }
    // What stays there harms nothing.
    await sweepProbes(dir).catch(() => undefined)
    return { dir }
  } catch (error) {
    return { dir: undefined, problem: stateDirProblem(path, error) }
  }
}

/** Remove what a start that was killed left. That of a start under way may go too: it has written, and asks for no more. */
async function sweepProbes(dir: string): Promise<void> {
  const left = (await readdir(dir)).filter(name => name.startsWith(probePrefix))
  await Promise.all(left.map(name => rm(join(dir, name), { force: true })))
}

/** Like a recursive `mkdir`, which in Node never returns where the system says that an existing parent is missing (`/proc/x`). */
async function makeFolder(path: string, isLastTry = false): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || isLastTry || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await makeFolder(path, true)
  }
}
