import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTestProxym, type TestProxymOptions } from '@proxym/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import haproxy, { type HaproxyOptions } from '../../src/index.ts'
import { oneService } from '../apply-rig/text-source.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { until } from '../rig/until.ts'

const template = '# {% for service in services %}{{ service.id }}{% endfor %}\n'

async function live(options: Partial<HaproxyOptions> = {}, settings: TestProxymOptions = {}) {
  const folder = await tempFolder()
  await mkdir(join(folder, 'etc'))
  await writeFile(join(folder, 'a.liquid'), template)
  const source = oneService()
  const plugin = haproxy({
    templatePath: './a.liquid',
    configFilePath: './etc/out.cfg',
    reloadCommand: 'cat %s >> loaded',
    syntax: 'none',
    reloadGapMs: 0,
    ...options,
  })
  const proxym = createTestProxym([source.plugin, plugin], {
    configDir: folder,
    debounceMs: 20,
    resyncMs: 3_600_000,
    ...settings,
  })
  onTestFinished(() => proxym.stop())
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '')
  return { folder, source, proxym, read, write: (name: string, text: string) => writeFile(join(folder, name), text) }
}

test('an edit of the template alone, and of the target by another hand, is there at once', async () => {
  const { proxym, read, write } = await live()
  await proxym.start()
  await until('the first text is loaded', async () => (await read('loaded')) === '# web\n')
  await until('the new template is used', async () => {
    if ((await read('etc/out.cfg')) !== '# web\n# new\n') await write('a.liquid', `${template}# new\n`)
    return (await read('etc/out.cfg')) === '# web\n# new\n'
  })
  await until('the last reload is over', async () => (await read('loaded')).endsWith('# new\n'))
  await write('etc/out.cfg', '# edited\n')
  await until('the target is right again', async () => (await read('etc/out.cfg')) === '# web\n# new\n')
  expect(proxym.log.map(({ message }) => message)).toContainEqual(expect.stringContaining('by another hand'))
})

test('G1: a template that is missing or broken never empties the target; services go on with the last good one', async () => {
  const { proxym, source, read, write } = await live()
  await proxym.refresh()
  await write('a.liquid', '{% for %}')
  source.set('api')
  const { problems } = await proxym.refresh()
  expect(problems.map(({ code }) => code)).toEqual(['PROXYM_TEMPLATE'])
  expect(await read('etc/out.cfg')).toBe('# api\n')

  const other = await live({ templatePath: './none.liquid' })
  await other.write('etc/out.cfg', '# by hand\n')
  expect((await other.proxym.refresh()).problems.map(({ code }) => code)).toEqual(['PROXYM_TEMPLATE_MISSING'])
  expect(await other.read('etc/out.cfg')).toBe('# by hand\n')
})

test('a reload that fails twice is made again without any event', async () => {
  const reloadCommand = 'echo x >> tries; test $(wc -l < tries) -gt 2 && cat %s > loaded'
  const { proxym, read } = await live({ reloadCommand }, { random: () => 0.02 })
  await proxym.start()
  await until('it is loaded', async () => (await read('loaded')) === '# web\n')
  expect(await read('tries')).toBe('x\nx\nx\n')
  await until('nothing is wrong any more', () => proxym.proxym.problems().length === 0)
})

test('diff shows before and after and touches nothing', async () => {
  const { proxym, folder, write } = await live({ checkCommand: 'touch checked; false' })
  await write('etc/out.cfg', '# old\n')
  const target = join(folder, 'etc/out.cfg')
  expect(await proxym.diff()).toEqual([{ target, before: '# old\n', after: '# web\n' }])
  expect((await readdir(folder)).sort()).toEqual(['a.liquid', 'etc'])
  expect(await readdir(join(folder, 'etc'))).toEqual(['out.cfg'])
})

test('commands get no secret of the process', async () => {
  process.env['HAPROXY_TEST_SECRET'] = 'hidden'
  process.env['HAPROXY_TEST_ASKED'] = 'given'
  onTestFinished(() => {
    delete process.env['HAPROXY_TEST_SECRET']
    delete process.env['HAPROXY_TEST_ASKED']
  })
  const { proxym, read } = await live({ reloadCommand: 'env > loaded', commandEnv: ['HAPROXY_TEST_ASKED'] })
  await proxym.refresh()
  expect(await read('loaded')).toContain('HAPROXY_TEST_ASKED=given')
  expect(await read('loaded')).not.toContain('hidden')
})

test('says at start what is unwise about the commands', async () => {
  const { proxym } = await live({ checkCommand: 'nginx -t' })
  const warnings = proxym.log.filter(({ level }) => level === 'warn').map(({ message }) => message)
  expect(warnings).toEqual([expect.stringContaining('names neither `%s` nor the target')])
})
