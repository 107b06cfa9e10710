import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { definePlugin, type ServiceInput } from '@proxym/core'
import { createTestProxym } from '@proxym/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import haproxy from '../../src/index.ts'
import { tempFolder } from '../rig/temp-folder.ts'

test('a dry run shows the map files under names that stay, and touches nothing', async () => {
  const folder = await tempFolder()
  const target = join(folder, 'haproxy.cfg')
  let domains = ['one.example.com']
  const source = definePlugin({
    name: 'one',
    apply(proxym) {
      proxym.hooks.generateServices.tap('web', services => {
        const service: ServiceInput = { id: 'web', domains, applicationProtocol: 'http', hosts: [{ ip: '10.0.0.1', port: 80 }] }
        services.add(service)
      })
    },
  })()
  const create = () => {
    const plugin = haproxy({
      templatePath: 'haproxy-maps',
      configFilePath: target,
      reloadCommand: 'true',
      checkCommand: 'haproxy -c -f %s',
    })
    const proxym = createTestProxym([source, plugin], {})
    onTestFinished(() => proxym.stop())
    return proxym
  }
  expect((await create().refresh()).problems).toEqual([])
  const before = await readdir(folder)
  expect(before.filter(name => name.endsWith('.map'))).toHaveLength(1)
  domains = ['two.example.com']
  const { previews } = await create().proxym.dryRun({ preview: true })
  const exact = previews.flatMap(generator => generator.previews).find(preview => preview.target === `${target}.exact.map`)
  expect(exact?.before).toContain('one.example.com/ web\n')
  expect(exact?.after).toContain('two.example.com/ web\n')
  expect(await readdir(folder)).toEqual(before)
})

test('every service that changes its domains brings another map, and the old one goes', async () => {
  const folder = await tempFolder()
  const target = join(folder, 'haproxy.cfg')
  const template = join(folder, 'proxy.liquid')
  await writeFile(
    template,
    '{% mapfile names %}{% for service in services %}\n{{ service.id | backend_name }} x{% endfor %}{% endmapfile %}# {{ names }}\n',
  )
  let ids = ['a']
  const source = definePlugin({
    name: 'one',
    apply: proxym => proxym.hooks.generateServices.tap('web', services => services.add(...ids.map(id => ({ id })))),
  })()
  const proxym = createTestProxym(
    [source, haproxy({ templatePath: template, syntax: 'none', configFilePath: target, reloadCommand: 'true' })],
    {},
  )
  onTestFinished(() => proxym.stop())
  for (const next of [['a'], ['a', 'b'], ['b']]) {
    ids = next
    await proxym.refresh()
    const [map, ...more] = (await readdir(folder)).filter(name => name.endsWith('.map'))
    expect(more).toEqual([])
    expect(await readFile(join(folder, map ?? ''), 'utf8')).toBe(ids.map(id => `${id} x\n`).join(''))
    expect(await readFile(target, 'utf8')).toBe(`# ${join(folder, map ?? '')}\n`)
  }
})
