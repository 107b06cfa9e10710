import { readdir, readFile, stat } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createRig, type Rig } from './rig/run-proxym.ts'
import { smallSetup } from './rig/small-setup.ts'

test('check prints plugin, hook and tap without touching anything', async () => {
  await using rig = await createRig(smallSetup)
  const before = await everything(rig)
  const { code, stdout } = await rig.run(['check'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^plugin +notify +generateServices +annotate +generateConfig$/m)
  expect(stdout).toMatch(/^file +watch +files$/m)
  expect(stdout).toMatch(/^haproxy +template +file \(dry run\)$/m)
  expect(await everything(rig)).toEqual(before)
})

test('diff shows what would change and touches nothing; after once there is no difference', async () => {
  await using rig = await createRig({ ...smallSetup, 'out.cfg': '# services\n# old\n' })
  const before = await everything(rig)
  const first = await rig.run(['diff'])
  expect(first).toMatchObject({ code: 2, stdout: expect.stringContaining('@@ -1,2 +1,2 @@\n # services\n-# old\n+# web\n') })
  expect(first.stderr).toContain('1 of 1 outputs would change.')
  expect(await everything(rig)).toEqual(before)

  expect(await rig.run(['once'])).toMatchObject({ code: 0 })
  expect(await readFile(rig.path('out.cfg'), 'utf8')).toBe('# services\n# web\n')
  const written = await everything(rig)
  expect(await rig.run(['diff'])).toMatchObject({ code: 0, stdout: expect.stringContaining('in sync') })
  expect(await everything(rig)).toEqual(written)
})

test('once that has to hold writes nothing and says why', async () => {
  const config = (smallSetup['proxym.config.yaml'] ?? '').replace('./services', './missing')
  await using rig = await createRig({ ...smallSetup, 'proxym.config.yaml': `timeoutMs: 2000\n${config}`, 'out.cfg': 'by hand\n' })
  const { code, stderr } = await rig.run(['once'])
  expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('missing') })
  expect(await readFile(rig.path('out.cfg'), 'utf8')).toBe('by hand\n')
})

test('services gives data on stdout and nothing else', async () => {
  await using rig = await createRig(smallSetup)
  const { code, stdout } = await rig.run(['services', '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ services: [{ id: 'web', source: 'File' }], rejected: [] })
})

test('options may stand before the command', async () => {
  await using rig = await createRig({ ...smallSetup, 'other.yaml': 'plugins: [stdout]\n' })
  const { code, stdout } = await rig.run(['--config', 'other.yaml', 'check'])
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('other.yaml (1 plugin)') })
})

test('a mistyped command gets a suggestion and starts nothing', async () => {
  await using rig = await createRig(smallSetup)
  const before = await everything(rig)
  expect(await rig.run(['chek', '--json'])).toMatchObject({ code: 78, stderr: expect.stringContaining('Did you mean `check`?') })
  expect(await everything(rig)).toEqual(before)
})

async function everything(rig: Rig): Promise<unknown> {
  const names = (await readdir(rig.folder, { recursive: true })).sort()
  return Promise.all(
    names.map(async name => {
      const about = await stat(rig.path(name))
      return {
        name,
        mtimeMs: about.mtimeMs,
        mode: about.mode,
        text: about.isFile() ? await readFile(rig.path(name), 'utf8') : '',
      }
    }),
  )
}
