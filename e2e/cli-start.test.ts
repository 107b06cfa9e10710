import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { createRig } from './rig/run-proxym.ts'
import { service, smallSetup, target } from './rig/small-setup.ts'

test('variables alone are enough', async () => {
  await using rig = await createRig({ 'things/web.yaml': service('web') })
  const env = { PROXYM_FILE_ENABLED: '1', PROXYM_FILE_CONFIGS_PATH: './things', PROXYM_STDOUT_ENABLED: 't' }
  const proxym = rig.start([], env)
  await proxym.until('web (File)')
  await rig.write('things/shop.yaml', service('shop'))
  await proxym.until('shop (File)')
  proxym.kill('SIGTERM')
  expect(await proxym.finished).toMatchObject({ code: 0 })
})

test('a plugin of variables that lacks a required one is named with that variable', async () => {
  await using rig = await createRig()
  expect(await rig.run([], { PROXYM_FILE_ENABLED: '1' })).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('PROXYM_FILE_CONFIGS_PATH'),
  })
})

test('all mistakes of a configuration are told at once, and nothing is written', async () => {
  const wrong = [
    'debounceMs',
    'maxWaitMs',
    'patienceMs',
    'timeoutMs',
    'annotateTimeoutMs',
    'generateTimeoutMs',
    'resyncMs',
    'stopMs',
  ]
  const config = `${wrong.map(key => `${key}: soon\n`).join('')}listen: nowhere at all
httpTokn: secret
stateDir: 7
log: { level: loud, format: 3, colour: yes }
plugins:
  - [file, { configPath: ./services }]
  - [haproxy, { templatePath: 4, configFilePath: ./out.cfg, checkComand: 'true' }]
  - [stdout, { format: xml }]
  - sigal
  - ./missing.ts
  - { plugin: file }
`
  await using rig = await createRig({ ...smallSetup, 'proxym.config.yaml': config })
  const { code, stdout, stderr } = await rig.run([])
  expect({ code, stdout }).toEqual({ code: 78, stdout: '' })
  const named = [
    ...wrong,
    'listen',
    'httpTokn',
    'stateDir',
    'level',
    'format',
    'colour',
    'configPath',
    'configsPath',
    'templatePath',
  ]
  for (const word of [...named, 'checkComand', 'reloadCommand', 'xml', 'sigal', 'missing.ts', 'plugin'])
    expect(stderr).toContain(word)
  expect(stderr.match(/^proxym\.config\.yaml:\d+:\d+: error: /gm)?.length ?? 0).toBeGreaterThanOrEqual(20)
  expect(existsSync(rig.path('.proxym'))).toBe(false)
  expect(await target(rig)).toBeUndefined()
})

test('an address in use is a mistake of the configuration, and nothing is written', async () => {
  const occupant = createServer()
  await new Promise<void>(resolve => occupant.listen(0, '127.0.0.1', resolve))
  try {
    await using rig = await createRig(smallSetup)
    const address = occupant.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const { code, stderr } = await rig.run([], { PROXYM_LISTEN_ADDRESS: `127.0.0.1:${port}` })
    expect({ code, stderr }).toEqual({ code: 78, stderr: expect.stringContaining(`${port}`) })
    expect(existsSync(rig.path('.proxym'))).toBe(false)
    expect(await target(rig)).toBeUndefined()
  } finally {
    occupant.close()
  }
})

test('a second proxym on the same folder is refused, until the first is killed', async () => {
  await using rig = await createRig(smallSetup)
  const first = rig.start([])
  await first.until('Applied config')
  expect(await rig.run([])).toMatchObject({ code: 75, stderr: expect.stringContaining('.proxym') })
  expect(await rig.run(['once'])).toMatchObject({ code: 75 })
  expect(await rig.run(['check'])).toMatchObject({ code: 0 })

  first.kill('SIGKILL')
  await first.finished
  expect(await rig.run(['once'])).toMatchObject({ code: 0 })
})

test('the same target from another folder is refused too', async () => {
  await using rig = await createRig(smallSetup)
  const first = rig.start([])
  await first.until('Applied config')
  expect(await rig.run([], { PROXYM_STATE_DIR: './other' })).toMatchObject({
    code: 75,
    stderr: expect.stringContaining('out.cfg'),
  })
})

test('what is piped carries no colour', async () => {
  await using rig = await createRig({ ...smallSetup, 'wrong.yaml': 'plugin: []\n' })
  for (const args of [['check'], ['diff'], ['services'], ['once'], ['--config', 'wrong.yaml'], ['--help']]) {
    const { stdout, stderr } = await rig.run(args, { CI: '1', TERM: 'xterm-256color', COLORTERM: 'truecolor' })
    expect(stdout + stderr).not.toContain('\u001b')
    expect(stdout + stderr).not.toBe('')
  }
})
