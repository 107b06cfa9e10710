import { randomUUID } from 'node:crypto'
import { mkdir, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Problem } from '../problem.ts'
import { stateDirProblem } from './errors.ts'

/** The state folder, or why there is none. */
export interface StateDir {
  /** Its real path; undefined when it cannot be written, then state lives in memory only. */
  readonly dir: string | undefined
  readonly problem?: Problem
}

/** Make the state folder (0700) when it is missing, and try to write in it. Never throws: without it proxym still works. */
export async function openStateDir(path: string): Promise<StateDir> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    const dir = await realpath(path)
    // access() says nothing about a read-only or full disk; writing does.
    const probe = join(dir, `.probe-${randomUUID()}`)
    try {
      await writeFile(probe, 'proxym', { flag: 'wx', mode: 0o600 })
    } finally {
      await rm(probe, { force: true })
    }
    return { dir }
  } catch (error) {
    return { dir: undefined, problem: stateDirProblem(path, error) }
  }
}
