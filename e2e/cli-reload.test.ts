import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { createRig } from './rig/run-proxym.ts'
import { service, smallSetup, target } from './rig/small-setup.ts'
import { waitFor } from './rig/wait-for.ts'

const config = smallSetup['proxym.config.yaml'] ?? ''

test('SIGHUP reads the configuration again', async () => {
  await using rig = await createRig({ ...smallSetup, 'others/shop.yaml': service('shop') })
  const proxym = rig.start([])
  await waitFor('the first target', async () => (await target(rig)) === '# services\n# web\n')
  const url = await proxym.url()
  await rig.write('proxym.config.yaml', config.replace('./services', './others'))
  proxym.kill('SIGHUP')
  await waitFor('the second target', async () => (await target(rig)) === '# services\n# shop\n')
  expect((await fetch(`${url}/livez`)).status).toBe(200)
  await proxym.until('Configuration is read again')

  await rig.write('others/tea.yaml', service('tea'))
  await waitFor('the third target', async () => (await target(rig)) === '# services\n# shop\n# tea\n')
  proxym.kill('SIGTERM')
  expect(await proxym.finished).toMatchObject({ code: 0 })
})

test('with a mistake in it the old configuration goes on', async () => {
  await using rig = await createRig(smallSetup)
  const proxym = rig.start([])
  await proxym.until('Applied config')
  await rig.write('proxym.config.yaml', config.replace('configsPath', 'configPath'))
  proxym.kill('SIGHUP')
  await proxym.until('the old one goes on')
  expect(proxym.output()).toContain('configPath')
  await rig.write('services/shop.yaml', service('shop'))
  await waitFor('the target', async () => (await target(rig)) === '# services\n# shop\n# web\n')
})

test('whatever is wrong with it, the old configuration goes on, and the log says what', async () => {
  await using rig = await createRig(smallSetup)
  const proxym = rig.start([])
  await proxym.until('Applied config')
  await rig.write('throws.mjs', "export default { name: 'throws', apply() { throw new Error('cannot begin') } }\n")
  const broken: readonly (readonly [text: string, said: string])[] = [
    ['plugins: [', 'proxym.config.yaml:1:'],
    [`listn: 127.0.0.1:1\n${config}`, 'did you mean `listen`'],
    [config.replace('file,', 'fille,'), '@proxym/plugin-fille'],
    [config.replace('./t.liquid', "''"), 'templatePath'],
    [`${config}  - ./throws.mjs\n`, 'cannot begin'],
    [`${config}  - ./none.mjs\n`, 'none.mjs'],
    ['', 'plugins'],
  ]
  const times = () => proxym.output().split('the old one goes on').length - 1
  for (const [index, [text, said]] of broken.entries()) {
    const before = proxym.output().length
    await rig.write('proxym.config.yaml', text)
    proxym.kill('SIGHUP')
    await waitFor(`the log to say ${said}`, () => times() === index + 1, { report: () => proxym.output().slice(before) })
    expect(proxym.output().slice(before).toLowerCase()).toContain(said.toLowerCase())
  }
  await rig.write('services/shop.yaml', service('shop'))
  await waitFor('the target', async () => (await target(rig)) === '# services\n# shop\n# web\n')
  proxym.kill('SIGTERM')
  expect(await proxym.finished).toMatchObject({ code: 0 })
})

test('an address that is taken keeps the old configuration and its address, and holds nothing of the new one', async () => {
  const occupant = createServer()
  await new Promise<void>(resolve => occupant.listen(0, '127.0.0.1', resolve))
  try {
    await using rig = await createRig({ ...smallSetup, 'proxym.config.yaml': `listen: 127.0.0.1:0\n${config}` })
    const proxym = rig.start([], { PROXYM_LISTEN_ADDRESS: '' })
    const url = await proxym.url()
    const { port } = occupant.address() as AddressInfo
    const next = config.replace('./out.cfg', './other.cfg')
    await rig.write('proxym.config.yaml', `listen: 127.0.0.1:${port}\n${next}`)
    proxym.kill('SIGHUP')
    await proxym.until('the old one goes on')
    expect((await fetch(`${url}/livez`)).status).toBe(200)
    // The lock of the new target was given back.
    await rig.write('free.yaml', next)
    expect(await rig.run(['once', '--config', 'free.yaml'], { PROXYM_STATE_DIR: './state' })).toMatchObject({ code: 0 })
  } finally {
    occupant.close()
  }
})

test('it moves to a new address', async () => {
  await using rig = await createRig({ ...smallSetup, 'proxym.config.yaml': `listen: 127.0.0.1:0\n${config}` })
  const proxym = rig.start([], { PROXYM_LISTEN_ADDRESS: '' })
  const url = await proxym.url()
  await rig.write('proxym.config.yaml', `listen: '[::1]:0'\n${config}`)
  proxym.kill('SIGHUP')
  await proxym.until('Configuration is read again')
  await expect(fetch(`${url}/livez`)).rejects.toThrow()
})
