import { execFile } from 'node:child_process'
import { expect, test } from 'vitest'
import { workspaceEnvironment } from '../scripts/environment.mjs'
import { root } from './rules/tracked-files.ts'

interface Ended {
  readonly code: number
  readonly output: string
}

function runDemo(...args: readonly string[]): Promise<Ended> {
  const options = { cwd: root, env: workspaceEnvironment(), timeout: 180_000 }
  return new Promise(resolve => {
    execFile(process.execPath, ['demo/start.ts', ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ code, output: stdout + stderr })
    })
  })
}

test('rolling deployments in the demo fail none of 20,000 requests', async () => {
  const { code, output } = await runDemo('--requests', '20000')
  expect(output).toMatch(/ [2-9]\d{4,} requests in [\d.]+ s, 0 failed\n/)
  expect(output).toContain('loses its leader, another one takes over')
  expect(code).toBe(0)
})
