import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { tempFolder } from '../../packages/plugin-haproxy/test/rig/temp-folder.ts'
import type { DiskStep } from './disk-steps.ts'
import { testWithoutKernel } from './without-kernel.ts'

const program = fileURLToPath(new URL('./disk-steps.ts', import.meta.url))

// As root a mount namespace is enough; others need one of users as well.
const namespaces = [['-m'], ['-Ur', '-m']].filter(
  args => spawnSync('unshare', [...args, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' }).status === 0,
)

async function steps(): Promise<readonly DiskStep[]> {
  const folder = await tempFolder()
  const child = spawn('unshare', [...(namespaces[0] ?? []), process.execPath, program, folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let complained = ''
  child.stdout.setEncoding('utf8').on('data', text => (said += text))
  child.stderr.setEncoding('utf8').on('data', text => (complained += text))
  const [code] = await once(child, 'close')
  expect(complained).toBe('')
  expect(code).toBe(0)
  return said
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
}

test.runIf(namespaces.length > 0)(
  'a disk that is full, read-only, gone or a mount point leaves the old file, and is no trouble once it is over',
  async () => {
    const found = await steps()
    const full = found.filter(({ what }) => what.endsWith('pages free'))
    const refused = full.filter(step => step.refused !== undefined)
    process.stdout.write(`Full disk: ${JSON.stringify({ steps: full.length, refused: refused.length })}\n`)
    expect(full.length).toBe(65)
    expect(refused.length).toBeGreaterThan(55)
    expect(full.length - refused.length).toBeGreaterThan(2)
    for (const step of found) {
      expect(step, step.what).toMatchObject({ target: step.refused === undefined ? 'new' : 'old', beside: [], healed: true })
    }
    for (const step of refused) {
      expect(step.refused, step.what).toMatchObject({
        code: 'PROXYM_WRITE_FAILED',
        message: expect.stringContaining('the disk is full'),
      })
    }
    const others = Object.fromEntries(found.filter(step => !full.includes(step)).map(step => [step.what, step.refused]))
    expect(others).toMatchObject({
      'read-only': { code: 'PROXYM_WRITE_FAILED', message: expect.stringContaining('read-only') },
      'folder removed': { code: 'PROXYM_TARGET_FOLDER', hint: expect.stringContaining('Create it') },
      'target mounted': { code: 'PROXYM_WRITE_FAILED', hint: expect.stringMatching(/Mount the folder .*, not the single file/) },
    })
  },
)

testWithoutKernel('mounts', namespaces.length === 0)
