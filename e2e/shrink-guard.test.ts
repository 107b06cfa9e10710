import { rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createRig, type Rig } from './rig/run-proxym.ts'
import { service, smallSetup, target } from './rig/small-setup.ts'
import { waitFor } from './rig/wait-for.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const seven = Object.fromEntries(names.map(name => [`services/${name}.yaml`, service(name)]))
const { 'services/web.yaml': _, ...bare } = smallSetup
const textOf = (ids: readonly string[]) => ['# services\n', ...ids.map(id => `# ${id}\n`)].join('')
const slowConfirm = (smallSetup['proxym.config.yaml'] ?? '').replace(
  '[file, { configsPath: ./services }]',
  '{ use: file, confirmMs: 3600000, options: { configsPath: ./services } }',
)

const becomes = (rig: Rig, text: string) => waitFor(`the target to become ${text}`, async () => (await target(rig)) === text)

test('the only file that a person deletes is gone once the folder was read a second time', async () => {
  await using rig = await createRig(smallSetup)
  const proxym = rig.start([])
  await becomes(rig, textOf(['web']))
  await rm(rig.path('services/web.yaml'))
  await proxym.until('no longer reports 1 of its 1 services; they stay until it says so again in 2 s: `web`')
  expect(await target(rig)).toBe(textOf(['web']))
  await becomes(rig, textOf([]))
})

test('most files vanish: nothing is removed, the log and /status say why, `proxym confirm` removes them at once', async () => {
  await using rig = await createRig({ ...bare, ...seven, 'proxym.config.yaml': slowConfirm })
  const proxym = rig.start([], { PROXYM_HTTP_TOKEN: 'secret-of-the-test' })
  await becomes(rig, textOf(names))
  // All at once, however busy the machine is: otherwise one may be seen to go, which nobody questions, and then the rest.
  proxym.kill('SIGSTOP')
  await Promise.all(names.slice(1).map(name => rm(rig.path(`services/${name}.yaml`))))
  proxym.kill('SIGCONT')
  await proxym.until(/no longer reports 6 of its 7 services; they stay until it says so again in 3600 s: `b`, `c`/)
  await rig.write('services/h.yaml', service('h'))
  await becomes(rig, textOf([...names, 'h']))
  const url = await proxym.url()
  const status = (await (await fetch(`${url}/status`)).json()) as {
    sources: Record<string, { withheld: { digest: string } }>
  }
  expect(status).toMatchObject({ services: 8, sources: { 'file/files': { withheld: { count: 6, of: 7 } } } })
  const digest = status.sources['file/files']?.withheld.digest ?? ''
  const listen = { PROXYM_LISTEN_ADDRESS: new URL(url).host }
  expect(await rig.run(['confirm', digest], listen)).toMatchObject({ code: 1, stderr: expect.stringContaining('token') })
  const withToken = { ...listen, PROXYM_HTTP_TOKEN: 'secret-of-the-test' }
  const wrong = await rig.run(['confirm', '000000000000'], withToken)
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining(`These do: \`${digest}\``) })
  expect(await target(rig)).toBe(textOf([...names, 'h']))
  const right = await rig.run(['confirm', digest], withToken)
  expect(right).toMatchObject({ code: 0, stdout: 'Confirmed: removed b, c, d, e, f, g; 2 services are left.\n' })
  expect(await target(rig)).toBe(textOf(['a', 'h']))
  expect(proxym.output() + wrong.stderr + right.stdout).not.toContain('secret-of-the-test')
})

test('an empty folder at the start and a target: `diff` and `services` show that it is held, `once` reads it again', async () => {
  await using rig = await createRig({ ...bare, 'services/readme.txt': '', 'out.cfg': '# by hand\n' })
  for (const command of ['diff', 'services'])
    expect(await rig.run([command])).toMatchObject({ code: 3, stderr: expect.stringContaining('PROXYM_HELD_EMPTY') })
  expect(await target(rig)).toBe('# by hand\n')
  const started = performance.now()
  expect(await rig.run(['once'])).toMatchObject({ code: 0 })
  expect(performance.now() - started).toBeGreaterThan(2000)
  expect(await target(rig)).toBe('# services\n')
})

test('`proxym confirm` says where it looked when nobody is there', async () => {
  await using rig = await createRig(smallSetup)
  const nobody = await rig.run(['confirm', '0123456789ab'], { PROXYM_LISTEN_ADDRESS: '127.0.0.1:1' })
  expect(nobody).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /no proxym answers at `http:\/\/127\.0\.0\.1:1\/refresh\?confirm=0123456789ab`.*Give the configuration/s,
    ),
  })
  expect((await rig.run(['confirm', 'x'])).stderr).toContain('`listen` has the port 0')
  expect(await rig.run(['confirm'])).toMatchObject({
    code: 78,
    stderr: expect.stringContaining("missing required argument 'digest'"),
  })
})
