import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { createSimulator } from '@proxym/marathon-simulator'
import { expect, test, vi } from 'vitest'
import { createRig, type Rig, type Running } from './rig/run-proxym.ts'
import { service, smallSetup, target } from './rig/small-setup.ts'
import { stateFiles } from './rig/state-files.ts'
import { waitFor } from './rig/wait-for.ts'

const config = smallSetup['proxym.config.yaml'] ?? ''
const both = '# services\n# marathon_shop_80\n# web\n'

/** Files and a Marathon in, one target out. */
async function marathonAndFiles() {
  const simulator = await createSimulator({ version: '1.11' })
  simulator.deploy({ id: '/shop', image: 'shop:1', instances: 2, network: 'bridge', ports: [{ containerPort: 80 }] })
  simulator.settle()
  const withMarathon = config.replace('plugins:\n', `plugins:\n  - [marathon, { servers: ['${simulator.url}'] }]\n`)
  return { simulator, files: { ...smallSetup, 'proxym.config.yaml': withMarathon } }
}

/** Start it, and kill it when it has done its work and kept what it knows. */
async function lifeUntilKill(rig: Rig, text: string, files: number): Promise<void> {
  const proxym = rig.start([])
  await waitFor('the target', async () => (await target(rig)) === text)
  await waitFor('its state', async () => (await stateFiles(rig)).length === files)
  proxym.kill('SIGKILL')
  await proxym.finished
}

const json = async (proxym: Running, path: string) => {
  const response = await fetch(`${await proxym.url()}${path}`)
  return { status: response.status, body: (await response.json()) as unknown }
}

// Many processes start here, one after the other.
vi.setConfig({ testTimeout: 60_000 })

const isReady = (proxym: Running) => waitFor('readiness', async () => (await json(proxym, '/readyz')).status === 200)

test('killed, and started while Marathon is down and the folder of the files is gone: the same configuration, stale and ready', async () => {
  const { simulator, files } = await marathonAndFiles()
  await using rig = await createRig(files)
  try {
    // Two sources, the services that haproxy loaded, the apps that Marathon had.
    await lifeUntilKill(rig, both, 4)
  } finally {
    await simulator.close()
  }
  await rename(rig.path('services'), rig.path('away'))
  const { ino } = await stat(rig.path('out.cfg'))

  const proxym = rig.start([])
  await isReady(proxym)
  await waitFor(
    'both to have failed',
    async () => JSON.stringify((await json(proxym, '/readyz')).body).match(/ used: /g)?.length === 2,
  )
  expect((await json(proxym, '/readyz')).body).toEqual({
    ready: true,
    reasons: [
      expect.stringMatching(/^`marathon\/apps` has not answered since the start, its last good services are used: ./),
      expect.stringMatching(/^`file\/files` has not answered since the start, its last good services are used: ./),
    ],
  })
  expect((await json(proxym, '/status')).body).toMatchObject({
    state: 'running',
    services: 2,
    sources: {
      'marathon/apps': { state: 'stale', services: 1, answeredAt: null, staleSince: expect.any(String) },
      'file/files': { state: 'stale', services: 1, answeredAt: null, staleSince: expect.any(String) },
    },
  })
  // Nobody knows what the proxy did meanwhile: it is told to load what it should have, and the file is not even written.
  expect([await target(rig), (await stat(rig.path('out.cfg'))).ino]).toEqual([both, ino])
  expect(await readFile(rig.path('reloads'), 'utf8')).toBe('x\nx\n')

  // They come back: nothing was lost, and what is new arrives.
  await rename(rig.path('away'), rig.path('services'))
  await rig.write('services/tea.yaml', service('tea'))
  await waitFor('the new service', async () => (await target(rig)) === '# services\n# marathon_shop_80\n# tea\n# web\n')
  proxym.kill('SIGTERM')
  expect(await proxym.finished).toMatchObject({ code: 0 })
  // Without waiting for the second in which it would have been written anyway.
  expect(JSON.stringify(await stateFiles(rig))).toContain('tea.example.com')
})

test('`once`, `diff` and `services` know what would vanish, and use what a source last said; the latter two write nothing', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  const { 'services/web.yaml': _, ...bare } = smallSetup
  const seven = Object.fromEntries(names.map(name => [`services/${name}.yaml`, service(name)]))
  await using rig = await createRig({ ...bare, ...seven })
  expect(await rig.run(['once'])).toMatchObject({ code: 0 })
  const before = await stateFiles(rig)

  await rename(rig.path('services'), rig.path('away'))
  expect(await rig.run(['services'])).toMatchObject({ code: 1, stderr: expect.stringContaining('7 services') })
  expect(await rig.run(['diff'])).toMatchObject({ code: 1, stderr: expect.stringContaining('0 of 1 outputs would change') })
  expect(await rig.run(['once'])).toMatchObject({ code: 1, stderr: expect.stringContaining('services') })

  await rig.write('services/a.yaml', service('a'))
  for (const command of ['services', 'diff'])
    expect(await rig.run([command])).toMatchObject({ code: 3, stderr: expect.stringContaining('6 of its 7 services') })
  expect(await stateFiles(rig)).toEqual(before)
  // Read again after two seconds it says the same.
  expect(await rig.run(['once'])).toMatchObject({ code: 0 })
  expect(await target(rig)).toBe('# services\n# a\n')
})

test('a service that is refused keeps its previous version over a restart', async () => {
  const picky = config.replace("'test -s %s'", "'! grep -q refused %s'").replace('./t.liquid', './ports.liquid')
  const lines = '# services\n{% for service in services %}# {{ service.id }} {{ service.config }}\n{% endfor %}'
  await using rig = await createRig({ ...smallSetup, 'proxym.config.yaml': picky, 'ports.liquid': lines })
  await rig.write('services/web.yaml', `${service('web')}config: '# first'\n`)
  await lifeUntilKill(rig, '# services\n# web # first\n', 2)
  await rig.write('services/web.yaml', `${service('web')}config: '# refused'\n`)
  await rig.write('services/shop.yaml', `${service('shop')}config: '# new'\n`)
  const proxym = rig.start([])
  await waitFor('the target', async () => (await target(rig)) === '# services\n# shop # new\n# web # first\n')
  await isReady(proxym)
  expect(JSON.stringify((await json(proxym, '/status')).body)).toContain('quarantine')
})

test('state that is cut off, or of a newer version, is named once, and nothing is wiped', async () => {
  await using rig = await createRig(smallSetup)
  await lifeUntilKill(rig, '# services\n# web\n', 2)
  await rename(rig.path('services'), rig.path('away'))
  const files = await stateFiles(rig)
  const [name = '', text = ''] = files.find(([, content]) => content.includes('"tap"')) ?? []
  const spoilt: readonly (readonly [string, string])[] = [
    // Every byte of it in the tests of core.
    ...[0, Math.trunc(text.length / 2), text.length - 1].map(length => [text.slice(0, length), 'damaged'] as const),
    [text.replace('"version":1', '"version":2'), 'of another version'],
  ]
  for (const [content, why] of spoilt) {
    await writeFile(rig.path(`.proxym/${name}`), content)
    const proxym = rig.start([])
    await proxym.until(/waiting for `file\/files`/)
    expect((await json(proxym, '/readyz')).status).toBe(503)
    proxym.kill('SIGTERM')
    const { code, stdout } = await proxym.finished
    expect([code, stdout.match(new RegExp(`\\b${name} \\(${why}\\)`, 'g'))]).toEqual([0, [`${name} (${why})`]])
    expect(await target(rig)).toBe('# services\n# web\n')
  }
  // When the source answers, what it says is kept again.
  await rename(rig.path('away'), rig.path('services'))
  expect(await rig.run(['once'])).toMatchObject({ code: 0 })
  expect(new Map(await stateFiles(rig)).get(name)).toBe(text)
  expect((await readdir(rig.path('.proxym'))).filter(entry => entry.startsWith('.'))).toEqual([])
})
