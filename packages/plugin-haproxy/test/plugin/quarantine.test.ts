import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import type { ServiceInput } from '@proxym/core'
import { expect, onTestFinished, test } from 'vitest'
import { routed } from '../rig/ask.ts'
import { freePort } from '../rig/free-port.ts'
import { startOrigin } from '../rig/origin.ts'
import { startHaproxy, startNginx } from '../rig/proxy.ts'
import { render } from '../rig/render.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { until } from '../rig/until.ts'
import { proxymWith } from './landscape.ts'

/** Origins for what was and what is, and services `s000`, … that point to one of them. */
async function origins() {
  const [before, after] = [await startOrigin('old'), await startOrigin('new')]
  const web = (id: string, host: { readonly ip: string; readonly port: number }, config = ''): ServiceInput => ({
    id,
    applicationProtocol: 'http',
    domains: [`${id}.example.com`],
    hosts: [host],
    config,
  })
  const many = (count: number, host: typeof before, configOf: (id: string) => string = () => '') =>
    Array.from({ length: count }, (_, index) => `s${String(index).padStart(3, '0')}`).map(id => web(id, host, configOf(id)))
  return { before, after, many }
}

/** A real HAProxy in master-worker mode on a file that routes nothing yet. */
async function haproxyRig() {
  const folder = await tempFolder()
  const port = await freePort()
  const [target, master] = [join(folder, 'haproxy.cfg'), join(folder, 'master.sock')]
  const vars = { bind: `127.0.0.1:${port}`, listenAddress: '127.0.0.1', user: false, group: false, check: false }
  await writeFile(target, (await render([], { template: 'haproxy', vars })).text)
  const { pid } = await startHaproxy(target, port, ['-W', '-S', master])
  const options = {
    ...{ templatePath: 'haproxy', configFilePath: target, vars, masterSocket: master, reloadGapMs: 0 },
    ...{ checkCommand: 'haproxy -c -f %s', reloadCommand: `kill -USR2 ${pid}` },
  }
  return { ...proxymWith(options), target, port }
}

/** A real nginx on a file that routes nothing yet. */
async function nginxRig(checkCommand: (target: string) => string) {
  const folder = await tempFolder()
  const port = await freePort()
  const target = join(folder, 'nginx.conf')
  const vars = {
    ...{ listen: `127.0.0.1:${port}`, pid: `${folder}/pid`, errorLog: `${folder}/error.log`, accessLog: 'off' },
    ...{ tempPath: folder, streamModule: false },
  }
  await writeFile(target, (await render([], { template: 'nginx', vars })).text)
  const { pid } = await startNginx(target, port)
  const commands = { checkCommand: checkCommand(target), reloadCommand: `kill -HUP ${pid}` }
  return { ...proxymWith({ templatePath: 'nginx', configFilePath: target, vars, reloadGapMs: 0, ...commands }), target, port }
}

const subjects = (problems: readonly { readonly code: string; readonly subject?: string }[]) =>
  problems.map(({ code, subject }) => `${code} ${subject}`)

test('HAProxy: one of 1,000 services has a directive that is refused; 999 are live within 10 s, its last good version serves', async () => {
  const { apply, proxym, port } = await haproxyRig()
  const { before, after, many } = await origins()
  expect(await apply(many(1000, before))).toEqual([])
  expect(await routed(port, 's500.example.com')).toBe('old /')

  const started = performance.now()
  const problems = await apply(many(1000, after, id => (id === 's500' ? 'balance roundrobin\noptoin httpchk' : '')))
  expect(performance.now() - started).toBeLessThan(10_000)
  // No waiting here: the master socket has proved the reload.
  for (const id of ['s000', 's499', 's501', 's999']) expect(await routed(port, `${id}.example.com`), id).toBe('new /')
  expect(await routed(port, 's500.example.com')).toBe('old /')
  expect(problems).toMatchObject([{ code: 'PROXYM_QUARANTINED', subject: 's500', tap: 'haproxy/file' }])
  expect(problems[0]?.message).toContain(
    "`optoin httpchk` : unknown keyword 'optoin' in 'backend' section; did you mean 'option'",
  )
  const inStatus = JSON.stringify(proxym.proxym.status())
  expect(inStatus).toContain('PROXYM_QUARANTINED')
  expect(inStatus).toContain('"in sync"')

  await proxym.refresh()
  expect(proxym.log.filter(({ message }) => message.includes('is in quarantine'))).toHaveLength(1)
  expect(await apply(many(1000, after))).toEqual([])
  expect(await routed(port, 's500.example.com')).toBe('new /')
}, 60_000)

test('HAProxy: at a first start the refused ones, three at once, are left out and the others are live', async () => {
  const { apply, port } = await haproxyRig()
  const { before, many } = await origins()
  const bad: Readonly<Record<string, string>> = {
    s003: 'optoin httpchk',
    s050: 'http-request set-header x-a %[nonsense]',
    s099: 'stick-table type ip',
  }
  const problems = await apply(many(100, before, id => bad[id] ?? ''))
  expect(subjects(problems)).toEqual(['s003', 's050', 's099'].map(id => `PROXYM_QUARANTINED ${id}`))
  expect(problems[1]?.message).toContain("unknown fetch method 'nonsense'")
  expect(problems[2]?.message).toContain('stick-table: missing size')
  expect(await routed(port, 's002.example.com')).toBe('old /')
  expect(await routed(port, 's050.example.com')).toBe(503)
})

test.each([
  ['nginx -t -c %s', () => 'nginx -t -c %s'],
  // Names no path that proxym could replace: the target is checked where it is.
  ['nginx -t, in place', (target: string) => `nginx -t -c "$(echo ${target.slice(0, -5)})".conf`],
])(
  '%s: three refused at once keep their last good version, the rest goes live',
  async (_name, checkCommand) => {
    const { apply, port, target } = await nginxRig(checkCommand)
    const { before, after, many } = await origins()
    expect(await apply(many(60, before))).toEqual([])
    const culprits = ['s001', 's030', 's059']
    const problems = await apply(many(60, after, id => (culprits.includes(id) ? 'proxy_bufering on;' : '')))
    expect(subjects(problems)).toEqual(culprits.map(id => `PROXYM_QUARANTINED ${id}`))
    expect(problems[1]?.message).toContain('unknown directive "proxy_bufering" in `proxy_bufering on;`')
    await until('nginx has loaded the rest', async () => (await routed(port, 's000.example.com')) === 'new /')
    for (const id of culprits) expect(await routed(port, `${id}.example.com`), id).toBe('old /')
    expect(await readFile(target, 'utf8')).not.toContain('bufering')
  },
  30_000,
)

test('a listener whose new version is refused loses its port to the service that has it now', async () => {
  const { apply, target } = await haproxyRig()
  const tcp = (id: string, listenPort: number, config = ''): ServiceInput => ({
    ...{ id, listenPort, config, hosts: [{ ip: '127.0.0.1', port: 1 }] },
  })
  const [one, two] = [await freePort(), await freePort()]
  expect(await apply([tcp('a', one)])).toEqual([])
  expect(subjects(await apply([tcp('a', two, 'optoin x'), tcp('b', one)]))).toEqual(['PROXYM_QUARANTINED a'])
  const text = await readFile(target, 'utf8')
  expect(text.match(/^frontend port-.*$/gm)).toEqual([`frontend port-${one} from tcp`])
  expect(text).toContain('default_backend b')
})

test('a service whose port another process holds is named and left out; nobody is refused a connection meanwhile', async () => {
  const { after, many } = await origins()
  const { apply, target, port, proxym } = await haproxyRig()
  expect(await apply(many(3, after))).toEqual([])
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const { port: taken } = other.address() as AddressInfo
  let over = false
  const failed: unknown[] = []
  const asking = (async () => {
    while (!over) await routed(port, 's000.example.com').catch(error => failed.push(error))
  })()
  const database: ServiceInput = { id: 'database', listenPort: taken, hosts: [after] }
  const problems = await apply([...many(4, after), database])
  over = true
  await asking
  expect(failed).toEqual([])
  expect(subjects(problems)).toEqual(['PROXYM_QUARANTINED database'])
  expect(problems[0]?.message).toContain(`another process listens on tcp port ${taken} of 127.0.0.1`)
  expect(await routed(port, 's003.example.com')).toBe('new /')
  expect(await readFile(target, 'utf8')).not.toContain('database')
  expect(proxym.log.filter(({ level }) => level === 'error')).toEqual([])
})
