import { readFile, rm, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createRig, type Rig } from './rig/run-proxym.ts'
import { service, smallSetup, target } from './rig/small-setup.ts'
import { waitFor } from './rig/wait-for.ts'

test('an edit of a service reaches the target, and the proxy is reloaded', async () => {
  await using rig = await createRig(smallSetup)
  rig.start([])
  await targetBecomes(rig, '# services\n# web\n')
  await reloadsBecome(rig, 1)
  await rig.write('services/shop.yaml', service('shop'))
  await targetBecomes(rig, '# services\n# shop\n# web\n')
  await reloadsBecome(rig, 2)
  await rm(rig.path('services/web.yaml'))
  await targetBecomes(rig, '# services\n# shop\n')
  await reloadsBecome(rig, 3)
})

test('a service file that breaks keeps its services', async () => {
  await using rig = await createRig(smallSetup)
  const proxym = rig.start([])
  await targetBecomes(rig, '# services\n# web\n')
  await rig.write('services/web.yaml', 'id: [\n')
  await proxym.until(/web\.yaml:\d+/)
  await rig.write('services/shop.yaml', service('shop'))
  await targetBecomes(rig, '# services\n# shop\n# web\n')
})

test('a target that another hand edits is right again at once', async () => {
  await using rig = await createRig(smallSetup)
  rig.start([])
  await targetBecomes(rig, '# services\n# web\n')
  await reloadsBecome(rig, 1)
  await writeFile(rig.path('out.cfg'), '# mine\n')
  await targetBecomes(rig, '# services\n# web\n')
  await reloadsBecome(rig, 2)
})

test('without a watch on the target, SIGUSR1 puts it right', async () => {
  const config = (smallSetup['proxym.config.yaml'] ?? '').replace('reloadGapMs: 0', 'reloadGapMs: 0, watchTarget: false')
  await using rig = await createRig({ ...smallSetup, 'proxym.config.yaml': `${config}  - signal\n` })
  const proxym = rig.start([])
  await targetBecomes(rig, '# services\n# web\n')
  await reloadsBecome(rig, 1)
  await writeFile(rig.path('out.cfg'), '# mine\n')
  proxym.kill('SIGUSR1')
  await targetBecomes(rig, '# services\n# web\n')
  proxym.kill('SIGTERM')
  expect(await proxym.finished).toMatchObject({ code: 0 })
})

test('an edit of the template is rendered, and a broken one changes nothing', async () => {
  await using rig = await createRig(smallSetup)
  const proxym = rig.start([])
  await targetBecomes(rig, '# services\n# web\n')
  await rig.write('t.liquid', '{% for service in services %}')
  await proxym.until(/t\.liquid:1/)
  expect(await target(rig)).toBe('# services\n# web\n')
  await rig.write('t.liquid', '# all\n{% for service in services %}# {{ service.id }}\n{% endfor %}')
  await targetBecomes(rig, '# all\n# web\n')
})

test('SIGUSR1 without the signal plugin opens no inspector and harms nothing', async () => {
  await using rig = await createRig(smallSetup)
  const proxym = rig.start([])
  await targetBecomes(rig, '# services\n# web\n')
  proxym.kill('SIGUSR1')
  await rig.write('services/shop.yaml', service('shop'))
  await targetBecomes(rig, '# services\n# shop\n# web\n')
  expect(proxym.output()).not.toMatch(/debugger|inspector/i)
})

test('a rejection that a plugin does not catch is named and ends nothing', async () => {
  const plugin = `export default { name: 'leaky', apply(proxym) {
    proxym.hooks.generateConfig.tap('drip', () => { void Promise.resolve().then(() => { throw new Error('a leak') }) })
  } }\n`
  const config = `${smallSetup['proxym.config.yaml']}  - ./leaky.mjs\n`
  await using rig = await createRig({ ...smallSetup, 'proxym.config.yaml': config, 'leaky.mjs': plugin })
  const proxym = rig.start([])
  await proxym.until('a leak')
  const status = await (await fetch(`${await proxym.url()}/status`)).text()
  expect(status).toContain('leaky')
  expect(status).toContain('a leak')
  await rig.write('services/shop.yaml', service('shop'))
  await targetBecomes(rig, '# services\n# shop\n# web\n')
})

function targetBecomes(rig: Rig, wanted: string): Promise<void> {
  return waitFor(`the target ${JSON.stringify(wanted)}`, async () => (await target(rig)) === wanted)
}

function reloadsBecome(rig: Rig, wanted: number): Promise<void> {
  const count = async () => (await readFile(rig.path('reloads'), 'utf8').catch(() => '')).split('\n').length - 1
  return waitFor(`${wanted} reloads`, async () => (await count()) === wanted)
}
