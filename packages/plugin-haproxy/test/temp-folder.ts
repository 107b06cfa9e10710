import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'

/** A folder of its own for each test of a file, removed after it. */
export function tempFolder(): () => string {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'proxym-haproxy-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  return () => folder
}
