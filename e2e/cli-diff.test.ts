import { expect, test } from 'vitest'
import { createRig } from './rig/run-proxym.ts'
import { service, smallSetup } from './rig/small-setup.ts'

const config = smallSetup['proxym.config.yaml'] ?? ''

test('--stat gives only the summary, --json both texts', async () => {
  await using rig = await createRig({ ...smallSetup, 'out.cfg': '# services\n# old\n' })
  const stat = await rig.run(['diff', '--stat'])
  expect(stat).toMatchObject({ code: 2, stdout: expect.stringMatching(/would change: \+1 -1 lines\n$/) })
  const json = await rig.run(['diff', '--json'])
  expect(json.code).toBe(2)
  expect(JSON.parse(json.stdout)).toEqual({
    outputs: [
      {
        generator: 'haproxy/file',
        target: expect.stringContaining('out.cfg'),
        before: '# services\n# old\n',
        after: '# services\n# web\n',
      },
    ],
  })
})

test('a generator without a dry run is named and not called', async () => {
  const plugin = `export default { name: 'mine', apply(proxym) {
    proxym.hooks.generateConfig.tap('send', () => { console.error('it was called') })
  } }\n`
  await using rig = await createRig({ ...smallSetup, 'proxym.config.yaml': `${config}  - ./mine.mjs\n`, 'mine.mjs': plugin })
  const { code, stderr } = await rig.run(['diff'])
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('mine/send cannot say') })
  expect(stderr).not.toContain('it was called')
})

test('a template that does not render is a failure', async () => {
  await using rig = await createRig({ ...smallSetup, 't.liquid': '{{ nothing.there }}' })
  expect(await rig.run(['diff'])).toMatchObject({ code: 1, stderr: expect.stringContaining('t.liquid') })
})

test('it works beside a proxym that runs', async () => {
  await using rig = await createRig(smallSetup)
  const running = rig.start([])
  await running.until('Applied config')
  expect(await rig.run(['diff'])).toMatchObject({ code: 0 })
  await rig.write('services/shop.yaml', service('shop'))
  await running.until('services=2')
  running.kill('SIGTERM')
  expect(await running.finished).toMatchObject({ code: 0 })
})
