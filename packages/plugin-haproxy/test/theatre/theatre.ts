import { randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from '@proxym/core'
import { createTestProxym } from '@proxym/core/testing'
import { onTestFinished } from 'vitest'
import haproxy, { type HaproxyOptions } from '../../src/index.ts'
import { askSocket } from '../../src/verify/ask-socket.ts'
import { parseShowProc } from '../../src/verify/show-proc.ts'
import { forever } from '../apply-rig/applier.ts'
import { answeringConfig } from '../rig/answering-config.ts'
import { freePort } from '../rig/free-port.ts'
import { startHaproxy } from '../rig/proxy.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { until } from '../rig/until.ts'
import { markedProcesses, markName } from './marked-processes.ts'
import { startTraffic } from './traffic.ts'

// Where the template finds the word of the service.
const word = 'services[0].metadata.word'

/**
 * A real HAProxy in master-worker mode, a started proxym with a template file beside it, and clients that keep asking. HAProxy answers
 * with the word of the one service, `first` to begin with; the text of `refused` it does not take. Commands run beside the target,
 * where `master.pid` is.
 */
export async function openTheatre(options: Partial<HaproxyOptions> = {}) {
  const folder = await tempFolder()
  const port = await freePort()
  const path = (name: string) => join(folder, name)
  const target = path('haproxy.cfg')
  const write = (name: string, text: string) => writeFile(path(name), text)
  const read = (name: string) => readFile(path(name), 'utf8')
  const statsSocket = path('stats.sock')
  const refused = `{% if ${word} == "refused" %}  garbage here{% endif %}\n`
  const template = answeringConfig(`{{ ${word} }}`, { ports: [port], statsSocket }) + refused
  const textFor = (answer: string) => template.replace(`{{ ${word} }}`, answer).replace(refused, '')
  await write('t.liquid', template)
  await write('haproxy.cfg', textFor('first'))
  const { pid } = await startHaproxy(target, port, ['-W', '-S', path('master.sock')])
  await write('master.pid', String(pid))

  const mark = randomUUID()
  process.env[markName] = mark
  onTestFinished(() => void delete process.env[markName])
  const source = wordSource('first')
  const plugin = haproxy({
    templatePath: './t.liquid',
    configFilePath: target,
    checkCommand: 'haproxy -c -f %s',
    reloadCommand: 'kill -USR2 $(cat master.pid)',
    masterSocket: path('master.sock'),
    statsSocket,
    commandEnv: [markName],
    reloadGapMs: 0,
    ...options,
  })
  const settings = { configDir: folder, debounceMs: 10, resyncMs: 3_600_000, random: () => 0.1 }
  const proxym = createTestProxym([source.plugin, plugin], settings)
  onTestFinished(() => proxym.stop())
  await proxym.start()
  await until('the first text is loaded', () => proxym.log.some(({ message }) => message === 'Applied config'))
  const begun = proxym.log.length
  const traffic = startTraffic(port)
  const processes = async () => parseShowProc(await askSocket(path('master.sock'), 'show proc', { signal: forever }))
  return {
    ...{ target, template, textFor, write, read, traffic, processes, proxym },
    remove: (name: string) => rm(path(name)),
    live: () => readFile(target, 'utf8'),
    /** Another word: resolves when the new text was tried once. */
    async change(next: string) {
      source.set(next)
      await proxym.refresh()
    },
    /** Codes of what is wrong now. */
    wrong: () => proxym.proxym.problems().map(({ code }) => code),
    /** What an operator has read since the beginning, of this plugin: failures by their code, and what ended them. */
    told: () =>
      proxym.log
        .slice(begun)
        .filter(({ level, module }) => level !== 'debug' && module.startsWith('haproxy/'))
        .map(({ level, message, fields }) => (level === 'info' || level === 'notice' ? message : `${level} ${fields['code']}`)),
    /** How often a command wrote a line into a file. */
    lines: async (name: string) => (await read(name).catch(() => '')).split('\n').length - 1,
    /** Commands of this plugin, and what they started, that still run. */
    orphans: () => markedProcesses(mark),
  }
}

/** A source with one service, which is the same service whatever its word. */
function wordSource(first: string) {
  let current = first
  const plugin: Plugin = {
    name: 'source',
    apply(proxym) {
      proxym.hooks.generateServices.tap('service', services => services.add({ id: 'web', metadata: { word: current } }))
    },
  }
  return {
    plugin,
    set(next: string) {
      current = next
    },
  }
}
