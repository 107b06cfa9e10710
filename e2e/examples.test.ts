import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { checkFile } from '../packages/plugin-haproxy/test/rig/proxy.ts'
import { tempFolder } from '../packages/plugin-haproxy/test/rig/temp-folder.ts'
import { startRedis } from '../packages/plugin-hipache/test/rig/redis-server.ts'
import { filesLike, root } from './rules/tracked-files.ts'

const examples = join(root, 'examples')
const bin = join(root, 'packages', 'proxym', 'dist', 'bin.js')
const configs = filesLike(/^examples\/[^/]+\/proxym\.config\.\w+$/)
const names = [...new Set(filesLike(/^examples\/[^/]+\//).map(path => path.split('/')[1] ?? ''))]

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Without the variables of proxym that the machine happens to have set: `check` names those that it does not know. */
const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PROXYM_')))

/** The built command, with no state left in the repository. */
async function proxym(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const env = { ...clean, PROXYM_STATE_DIR: await tempFolder(), ...variables }
  return new Promise(resolve => {
    execFile(process.execPath, [bin, ...args], { env, timeout: 15_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ code, stdout, stderr })
    })
  })
}

/** The line that the stdout plugin prints; the log may stand beside it. */
const printed = (stdout: string) => JSON.parse(stdout.split('\n').find(line => line.startsWith('{')) ?? '{}')

/** A copy of an example that may be edited and written to. */
async function copyOf(name: string): Promise<string> {
  const folder = join(await tempFolder(), name)
  const isWanted = (path: string) => !/node_modules|\/out\b|\.proxym/.test(path.slice(examples.length))
  await cp(join(examples, name), folder, { recursive: true, filter: isWanted })
  return folder
}

test.each(names)('the example %s has a configuration, a README and a package.json', async name => {
  const files = await readdir(join(examples, name))
  expect(files).toEqual(expect.arrayContaining(['README.md', 'package.json', expect.stringMatching(/^proxym\.config\./)]))
  expect(await readFile(join(examples, name, 'README.md'), 'utf8')).toMatch(/^# .+\n\n.+/)
  expect(JSON.parse(await readFile(join(examples, name, 'package.json'), 'utf8'))).toMatchObject({
    private: true,
    license: 'MIT',
  })
})

test.each(configs)('`proxym check` finds nothing wrong with %s', async config => {
  const { code, stdout, stderr } = await proxym(['check', '--config', join(root, config)])
  expect(stderr).not.toMatch(/error/i)
  expect(stdout).toContain('✓ config')
  expect(code).toBe(0)
})

test('stdout prints the services', async () => {
  const { code, stdout } = await proxym(['once', '--config', join(examples, 'stdout', 'proxym.config.yaml')])
  expect(code).toBe(0)
  expect(printed(stdout).services).toMatchObject([{ id: 'web', source: 'File', hosts: [{ port: 8081 }, { port: 8082 }] }])
})

test('custom-plugin prints the winner', async () => {
  const { code, stdout } = await proxym(['once', '--config', join(examples, 'custom-plugin', 'proxym.config.ts')])
  expect(code).toBe(0)
  expect(printed(stdout).services).toMatchObject([{ id: 'winner', source: 'Lottery', hosts: [{ ip: '127.0.0.1' }] }])
})

test('http-source prints what a URL lists, and a failure names the URL', async () => {
  let status = 200
  const list = JSON.stringify([{ id: 'listed', hosts: [{ ip: '10.0.0.1', port: 80 }] }])
  const server = createServer((_, response) => response.writeHead(status).end(list))
  onTestFinished(() => void server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const config = join(examples, 'http-source', 'proxym.config.yaml')
  const variables = { PROXYM_HTTP_SOURCE_URL: `http://127.0.0.1:${port}/list` }
  const good = await proxym(['once', '--config', config], variables)
  expect(good.code).toBe(0)
  expect(printed(good.stdout).services).toMatchObject([{ id: 'listed', source: 'HTTP' }])
  status = 500
  const bad = await proxym(['once', '--config', config], variables)
  expect(bad.code).toBe(3)
  expect(bad.stderr).toContain(`http://127.0.0.1:${port}/list`)
})

test('mesos-master puts the leader that a master names behind HAProxy', async () => {
  const master = createServer((_, response) => response.writeHead(307, { location: '//10.9.8.7:5050' }).end())
  onTestFinished(() => void master.close())
  await once(master.listen(0, '127.0.0.1'), 'listening')
  const { port } = master.address() as AddressInfo
  const target = join(await tempFolder(), 'haproxy.cfg')
  const { code, stderr } = await proxym(['once', '--config', join(examples, 'mesos-master', 'proxym.config.yaml')], {
    PROXYM_MESOS_MASTER_MASTERS: `127.0.0.1:${port}`,
    PROXYM_PROXY_CONFIG_FILE_PATH: target,
    PROXYM_PROXY_RELOAD_COMMAND: ':',
  })
  expect(stderr).not.toMatch(/ERROR/)
  expect(code).toBe(0)
  expect(await readFile(target, 'utf8')).toContain('10.9.8.7:5050')
})

test('hipache leaves a list per domain in a real Redis', async () => {
  const { client, port } = await startRedis()
  const config = join(examples, 'hipache', 'proxym.config.yaml')
  const variables = { PROXYM_HIPACHE_REDIS_ADDRESS: `127.0.0.1:${port}` }
  const before = await proxym(['diff', '--config', config], variables)
  expect([before.code, await client.dbsize()]).toEqual([2, 0])
  expect(before.stdout).toContain('+http://127.0.0.1:8081')
  const { code, stderr } = await proxym(['once', '--config', config], variables)
  expect(stderr).not.toMatch(/ERROR/)
  expect(code).toBe(0)
  for (const domain of ['web.example.com', 'www.example.com']) {
    expect(await client.lrange(`frontend:${domain}`, 0, -1)).toEqual(['web', 'http://127.0.0.1:8081', 'http://127.0.0.1:8082'])
  }
  expect((await proxym(['diff', '--config', config], variables)).code).toBe(0)
})

describe('the proxy examples, written elsewhere by variables', () => {
  test('haproxy writes what HAProxy accepts', async () => {
    const folder = await copyOf('haproxy')
    const config = join(folder, 'proxym.config.yaml')
    // No HAProxy runs that could show its new process.
    await writeFile(config, (await readFile(config, 'utf8')).replace(/^ {6}statsSocket:.*\n/m, ''))
    const target = join(folder, 'haproxy.cfg')
    const { code, stderr } = await proxym(['once', '--config', config], {
      PROXYM_PROXY_CONFIG_FILE_PATH: target,
      PROXYM_PROXY_RELOAD_COMMAND: ':',
    })
    expect(stderr).not.toMatch(/ERROR/)
    expect(code).toBe(0)
    expect(await readFile(target, 'utf8')).toContain('server s-127.0.0.1-8082 127.0.0.1:8082 weight 1 check')
    expect(await checkFile('haproxy', target)).toMatchObject({ code: 0 })
  })

  test('nginx writes what nginx accepts', async () => {
    const folder = await copyOf('nginx')
    const target = join(folder, 'nginx.conf')
    const { code, stderr } = await proxym(['once', '--config', join(folder, 'proxym.config.yaml')], {
      PROXYM_PROXY_CONFIG_FILE_PATH: target,
      PROXYM_PROXY_RELOAD_COMMAND: 'cat %s > loaded',
    })
    expect(stderr).not.toMatch(/ERROR/)
    expect(code).toBe(0)
    expect(await readFile(target, 'utf8')).toContain('server 127.0.0.1:8082 weight=1;')
    expect(await readFile(join(folder, 'loaded'), 'utf8')).toBe(await readFile(target, 'utf8'))
  })

  test('a check that refuses keeps the file that is there', async () => {
    const folder = await copyOf('nginx')
    const target = join(folder, 'nginx.conf')
    await writeFile(target, '# by hand\n')
    const { code, stderr } = await proxym(['once', '--config', join(folder, 'proxym.config.yaml')], {
      PROXYM_PROXY_CONFIG_FILE_PATH: target,
      PROXYM_PROXY_CHECK_COMMAND: 'test ! -e %s',
      PROXYM_PROXY_RELOAD_COMMAND: ':',
    })
    expect(code).not.toBe(0)
    expect(stderr).toContain('PROXYM_CHECK_FAILED')
    expect(await readFile(target, 'utf8')).toBe('# by hand\n')
  })
})
