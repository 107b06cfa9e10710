import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createRig } from './rig/run-proxym.ts'
import { smallSetup, target } from './rig/small-setup.ts'

const config = smallSetup['proxym.config.yaml'] ?? ''

// Does nothing on time: neither its source nor what it deferred ever ends.
const hanging = `export default { name: 'hanging', apply(proxym) {
  proxym.defer(() => new Promise(() => {}))
  proxym.hooks.generateConfig.tapPromise('stuck', () => { console.error('stuck now'); return new Promise(() => setInterval(() => {}, 1000)) })
} }\n`

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it in order', async signal => {
  await using rig = await createRig(smallSetup)
  const proxym = rig.start([])
  await proxym.until('Applied config')
  proxym.kill(signal)
  const { code, stdout } = await proxym.finished
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/Stopping on .*\n.*Stopped\n$/) })
})

test('a stop that hangs is over after its time, and is no failure', async () => {
  await using rig = await createRig({
    ...smallSetup,
    'proxym.config.yaml': `stopMs: 300\n${config}  - ./hanging.mjs\n`,
    'hanging.mjs': hanging,
  })
  const proxym = rig.start([])
  await proxym.until('stuck now')
  const before = performance.now()
  proxym.kill('SIGTERM')
  expect(await proxym.finished).toMatchObject({ code: 0 })
  expect(performance.now() - before).toBeLessThan(4000)
})

test('a second signal ends what hangs at once; one that comes twice in a row counts once', async () => {
  await using rig = await createRig({
    ...smallSetup,
    'proxym.config.yaml': `stopMs: 60000\n${config}  - ./hanging.mjs\n`,
    'hanging.mjs': hanging,
  })
  const proxym = rig.start([])
  await proxym.until('stuck now')
  proxym.kill('SIGTERM')
  await proxym.until('Stopping on SIGTERM')
  proxym.kill('SIGTERM')
  // The time between two signals is what this is about.
  await delay(700)
  expect(proxym.process.exitCode).toBeNull()
  proxym.kill('SIGTERM')
  expect(await proxym.finished).toMatchObject({ code: 143, signal: null })
})

test('a signal that comes while it starts ends it without a change', async () => {
  const slow = `console.error('being read')\nawait new Promise(resolve => setTimeout(resolve, 1000))\nexport default ${JSON.stringify(
    {
      plugins: [
        ['file', { configsPath: './services' }],
        ['haproxy', { templatePath: './t.liquid', configFilePath: './out.cfg', reloadCommand: 'true' }],
      ],
    },
  )}\n`
  await using rig = await createRig({
    't.liquid': '# x\n',
    'services/web.yaml': smallSetup['services/web.yaml'] ?? '',
    'proxym.config.mjs': slow,
  })
  const proxym = rig.start([])
  await proxym.until('being read')
  proxym.kill('SIGHUP')
  proxym.kill('SIGTERM')
  expect(await proxym.finished).toMatchObject({ code: 0, signal: null })
  expect(await target(rig)).toBeUndefined()
})

test('a configuration that is never read to its end does not keep it from stopping', async () => {
  const endless = `console.error('being read')\nawait new Promise(() => setInterval(() => {}, 1000))\nexport default {}\n`
  await using rig = await createRig({ ...smallSetup, 'proxym.config.yaml': config })
  await rig.write(
    'proxym.config.mjs',
    `export default ${JSON.stringify({ plugins: [['file', { configsPath: './services' }]] })}\n`,
  )
  const proxym = rig.start(['--config', 'proxym.config.mjs'])
  await proxym.until('outcome=')
  await rig.write('proxym.config.mjs', endless)
  proxym.kill('SIGHUP')
  await proxym.until('being read')
  const before = performance.now()
  proxym.kill('SIGTERM')
  expect(await proxym.finished).toMatchObject({ code: 0 })
  expect(performance.now() - before).toBeLessThan(4000)
  expect(existsSync(rig.path('out.cfg'))).toBe(false)
})
