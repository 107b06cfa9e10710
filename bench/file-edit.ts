import { mkdir, watch } from 'node:fs'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createProxym, defaultSettings, type Logger } from '@proxym/core'
import file from '@proxym/plugin-file'
import haproxy from '@proxym/plugin-haproxy'
import { median, round } from './scale/figures.ts'

const EDITS = 20
const QUIET_MS = 700
const GOAL_MS = 100

const quiet: Logger = { error: console.error, warn() {}, notice() {}, info() {}, debug() {}, named: () => quiet }

const folder = await mkdtemp(join(tmpdir(), 'proxym-bench-'))
try {
  const floor = await measure(join(folder, 'floor'), startFloor)
  const proxym = await measure(join(folder, 'proxym'), startProxym)
  const result = {
    edits: EDITS,
    medianMs: median(proxym),
    mostMs: Math.max(...proxym),
    floorMedianMs: median(floor),
    ratio: median(proxym) / median(floor),
  }
  console.log('file-edit: from the write of a service file to the new configuration in place')
  console.table({
    proxym: { 'median ms': round(result.medianMs), 'most ms': round(result.mostMs) },
    floor: { 'median ms': round(result.floorMedianMs), 'most ms': round(Math.max(...floor)) },
  })
  console.log(JSON.stringify(result))
  if (result.medianMs > GOAL_MS) {
    console.error(`The median is above the goal of ${GOAL_MS} ms.`)
    process.exitCode = 1
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
process.exit()

type Start = (services: string, target: string) => Promise<() => Promise<void>>

async function measure(base: string, start: Start): Promise<readonly number[]> {
  const services = join(base, 'services')
  const target = join(base, 'haproxy.cfg')
  await makeFolder(services)
  await writeFile(join(services, 'web.json'), service(0))
  const stop = await start(services, target)
  await waitFor(target, 8000)
  const times: number[] = []
  for (let edit = 1; edit <= EDITS; edit++) {
    await sleep(QUIET_MS)
    const startedAt = performance.now()
    await writeFile(join(services, 'web.json'), service(edit))
    await waitFor(target, 8000 + edit)
    times.push(performance.now() - startedAt)
  }
  await stop()
  return times
}

async function startProxym(configsPath: string, configFilePath: string): Promise<() => Promise<void>> {
  const plugins = [
    file({ configsPath }),
    haproxy({ templatePath: 'haproxy', configFilePath, reloadCommand: ':', reloadGapMs: 0 }),
  ]
  const proxym = createProxym({
    plugins: plugins.map(plugin => ({ plugin, name: plugin.name, optional: false })),
    settings: defaultSettings,
    logger: quiet,
    configDir: folder,
    stateDir: undefined,
  })
  await proxym.start()
  return () => proxym.stop()
}

async function startFloor(services: string, target: string): Promise<() => Promise<void>> {
  const write = async (): Promise<void> => {
    const text = await readFile(join(services, 'web.json'), 'utf8')
    if (text === '') return
    await writeFile(`${target}.tmp`, `server ${JSON.parse(text).hosts[0].ip}:${JSON.parse(text).hosts[0].port}\n`)
    await rename(`${target}.tmp`, target)
  }
  const watcher = watch(services, () => void write().catch(() => {}))
  await write()
  return async () => watcher.close()
}

function service(edit: number): string {
  return JSON.stringify({
    id: 'web',
    applicationProtocol: 'http',
    domains: ['web.example.com'],
    hosts: [{ ip: '127.0.0.1', port: 8000 + edit }],
  })
}

async function waitFor(target: string, port: number): Promise<void> {
  const text = `127.0.0.1:${port}`
  for (;;) {
    const now = await readFile(target, 'utf8').catch(() => '')
    if (now.includes(text)) return
    await sleep(1)
  }
}

function makeFolder(path: string): Promise<void> {
  return new Promise((resolve, reject) => mkdir(path, { recursive: true }, error => (error === null ? resolve() : reject(error))))
}
