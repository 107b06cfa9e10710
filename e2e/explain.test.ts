import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { freePort } from '../packages/plugin-haproxy/test/rig/free-port.ts'
import { createRig } from './rig/run-proxym.ts'
import { service, smallSetup } from './rig/small-setup.ts'

const host = (last: number) => `hosts: [{ ip: 10.0.0.${last}, port: 8080 }]\n`
const services = {
  'services/shop.yaml': service('shop'),
  'services/late.yaml': `id: shop-2\napplicationProtocol: http\ndomains: [shop.example.com]\n${host(2)}`,
  'services/bad.yaml': `id: bad\napplicationProtocol: http\ndomains: [bad.example.com]\nconfig: |\n  optoin httpchk GET /\n${host(3)}`,
  'services/odd.yaml': `id: odd\ndomains: [odd_one.example.com]\n${host(4)}`,
}

/** proxym with a real HAProxy as its judge. */
const setup = (port: number) => ({
  ...services,
  'proxym.config.yaml': `plugins:
  - [file, { configsPath: ./services }]
  - - haproxy
    - templatePath: haproxy
      configFilePath: ./haproxy.cfg
      checkCommand: haproxy -c -f %s
      reloadCommand: 'true'
      reloadGapMs: 0
      vars: { user: false, group: false, bind: '127.0.0.1:${port}' }
`,
})

test('`proxym explain` says why each service is routed or not, in text and as JSON', async () => {
  await using rig = await createRig(setup(await freePort()))
  const proxym = rig.start([])
  await proxym.until(/`bad` is in quarantine/)
  const listen = { PROXYM_LISTEN_ADDRESS: new URL(await proxym.url()).host }
  const explain = (...args: readonly string[]) => rig.run(['explain', ...args], listen)

  const routed = await explain('https://shop.example.com/cart')
  expect(routed).toMatchObject({ code: 0, stderr: '' })
  expect(routed.stdout).toContain(`https://shop.example.com/cart → shop.example.com → shop

shop is routed.

  from                 file/files · ${rig.path('services/shop.yaml')}:1\n`)
  expect(routed.stdout).toMatch(/^ {2}domains {14}shop\.example\.com {3}file\/files$/m)
  expect(routed.stdout).toMatch(/^ {2}output {15}haproxy\/file: carries it$/m)

  const readme = await readFile(new URL('../packages/cli/README.md', import.meta.url), 'utf8')
  expect(readme).toContain((await explain('shop.example.com')).stdout.replaceAll(rig.folder, '/etc/proxym'))

  const lost = await explain('shop-2')
  expect(lost).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('shop-2 is NOT routed.\n\n  why                  lost claim (core/claims)\n'),
  })
  expect(lost.stdout).toContain('service `shop-2` does not get `shop.example.com`: `shop` has it and comes first')
  expect(lost.stdout).toMatch(/^ {2}domains {14}- {3}file\/files → core\/claims\n {23}before core\/claims: shop\.example\.com$/m)

  const quarantined = await explain('bad.example.com')
  expect(quarantined.stdout).toContain('bad is held back: no output has confirmed it as it is now.\n')
  expect(quarantined.stdout).toMatch(/output {15}haproxy\/file: quarantined\n {2}why {18}quarantined \(haproxy\/file\)\n/)
  expect(quarantined.stdout).toMatch(/unknown keyword 'optoin'/)

  const rejected = await explain('odd')
  expect(rejected.stdout).toMatch(
    /odd is NOT routed\.\n\n {2}why {18}rejected \(file\/files\)\n.*`domains\[0\]` is not a host name: "_" is not allowed/,
  )
  expect(rejected.stdout).toMatch(/odd\.yaml/)

  const unknown = await explain('shpo.example.com')
  expect(unknown).toMatchObject({
    code: 1,
    stdout: 'shpo.example.com is not known.\n\n  meant                shop.example.com?\n',
  })

  const json = await explain('--json', 'bad')
  expect(JSON.parse(json.stdout)).toMatchObject({
    found: true,
    services: [{ id: 'bad', verdict: 'held back', outputs: [{ output: 'haproxy/file', state: 'quarantined' }] }],
  })
  expect((await fetch(`${await proxym.url()}/explain`)).status).toBe(400)
})

test('`proxym explain` says where it looked when nobody is there, and what it wants', async () => {
  await using rig = await createRig(smallSetup)
  const nobody = await rig.run(['explain', 'shop'], { PROXYM_LISTEN_ADDRESS: '127.0.0.1:1' })
  expect(nobody).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('no proxym answers at `http://127.0.0.1:1/explain?q=shop`'),
  })
  expect(await rig.run(['explain'])).toMatchObject({
    code: 78,
    stderr: expect.stringContaining("missing required argument 'domain-or-id'"),
  })
})
