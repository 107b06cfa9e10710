import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checkFile } from '../packages/plugin-haproxy/test/rig/proxy.ts'
import { tempFolder } from '../packages/plugin-haproxy/test/rig/temp-folder.ts'
import { until } from '../packages/plugin-haproxy/test/rig/until.ts'
import { root } from './rules/tracked-files.ts'

const quickstart = join(root, 'examples', 'quickstart')

/** A copy of the folder, as it is in a fresh clone, and the quickstart at work on it. */
async function run() {
  const folder = join(await tempFolder(), 'quickstart')
  await mkdir(folder)
  for (const name of ['proxym.config.yaml', 'services']) await cp(join(quickstart, name), join(folder, name), { recursive: true })
  const child = spawn(process.execPath, [join(quickstart, 'start.mjs'), folder], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      said += text
    })
  }
  const target = join(folder, 'out', 'haproxy.cfg')
  const sees = (what: string, wanted: () => Promise<boolean> | boolean) =>
    until(`${what}\n${said}`, async () => {
      if (child.exitCode !== null) throw new Error(`the quickstart ended with ${child.exitCode}:\n${said}`)
      return wanted()
    })
  return {
    ...{ folder, target, sees },
    said: () => said,
    written: () => readFile(target, 'utf8').catch(() => ''),
    async end(signal: NodeJS.Signals) {
      child.kill(signal)
      const [code] = await ended
      return code
    },
  }
}

test('says what it reads and writes, writes it, and ends with Ctrl-C', async () => {
  const { folder, target, sees, said, written, end } = await run()
  await sees('the configuration is written', async () => (await written()).includes('server s-127.0.0.1-8082'))
  expect(said()).toMatch(/reads +services \(api\.json, web\.yaml\)/)
  expect(said()).toMatch(/writes +out\/haproxy\.cfg, checked by HAProxy/)
  expect(said()).toMatch(/try +edit services\/web\.yaml/)
  expect(said()).toMatch(/stop +Ctrl-C/)
  expect((await checkFile('haproxy', target)).code).toBe(0)
  expect(await end('SIGINT')).toBe(0)
  expect((await readdir(folder)).sort()).toEqual(['out', 'proxym.config.yaml', 'services'])
})

test('follows an edit, and keeps the last good services through a mistake', async () => {
  const { folder, sees, said, written, end } = await run()
  await sees('the configuration is written', async () => (await written()).includes('server s-127.0.0.1-8082'))
  const web = join(folder, 'services', 'web.yaml')
  const good = await readFile(web, 'utf8')
  const save = async (text: string) => {
    await writeFile(`${folder}/new.yaml`, text)
    await rename(`${folder}/new.yaml`, web)
  }
  await save(`${good}  - { ip: 127.0.0.1, port: 8083 }\n`)
  await sees('the new host is written', async () => (await written()).includes('server s-127.0.0.1-8083'))
  await save(good.replace(']', ''))
  await sees('the mistake is named', () => /web\.yaml:\d+:\d+/.test(said()))
  expect(await written()).toContain('server s-127.0.0.1-8083')
  await save(good)
  await sees('the host is gone', async () => !(await written()).includes('8083'))
  expect(await end('SIGTERM')).toBe(0)
})
