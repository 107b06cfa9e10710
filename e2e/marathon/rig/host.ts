import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTestProxym, type TestProxym, type TestProxymOptions } from '@proxym/core/testing'
import file from '@proxym/plugin-file'
import haproxy from '@proxym/plugin-haproxy'
import marathon, { type MarathonOptions } from '@proxym/plugin-marathon'
import { onTestFinished } from 'vitest'
import { tempFolder } from '../../../packages/plugin-haproxy/test/rig/temp-folder.ts'
import { waitFor } from '../../rig/wait-for.ts'

/** What `/status` says of one source, as far as these tests look at it. */
export interface SourceStatus {
  readonly state: string
  readonly services: number
  readonly problem: { readonly code: string; readonly message: string } | null
  readonly withheld: { readonly digest: string; readonly count: number; readonly of: number } | null
}

/** Marathon and a folder of files in, a configuration that the real HAProxy has checked out. */
export interface Hosted extends TestProxym {
  /** The configuration as it is on disk; empty when there is none. */
  text(): Promise<string>
  hash(): Promise<string>
  /** Wait for the configuration to hold what the test accepts. */
  until(what: string, accepts: (text: string) => boolean, timeoutMs?: number): Promise<void>
  /** Write a service into the other source. */
  writeFile(name: string): Promise<void>
  /** What `/status` says of the source of Marathon. */
  status(): Promise<SourceStatus>
}

interface HostOptions extends TestProxymOptions {
  /** The configuration that is there before. */
  readonly before?: string
}

/** Host plugin-marathon beside plugin-file, with plugin-haproxy behind them. */
export async function host(options: MarathonOptions, { before, ...settings }: HostOptions = {}): Promise<Hosted> {
  const folder = await tempFolder()
  const [configsPath, configFilePath] = [join(folder, 'services'), join(folder, 'haproxy.cfg')]
  await mkdir(configsPath)
  if (before !== undefined) await writeFile(configFilePath, before)
  const vars = { bind: '127.0.0.1:65000', listenAddress: '127.0.0.1', user: false, group: false }
  const output = { templatePath: 'haproxy', configFilePath, vars, checkCommand: 'haproxy -c -f %s', reloadCommand: 'true' }
  const proxym = createTestProxym([marathon(options), file({ configsPath }), haproxy({ ...output, reloadGapMs: 0 })], {
    // What is looked at is the outcome, however busy the machine is.
    ...{ debounceMs: 20, patienceMs: 60_000, timeoutMs: 60_000, resyncMs: 3_600_000 },
    ...settings,
  })
  onTestFinished(() => proxym.stop())
  const text = () => readFile(configFilePath, 'utf8').catch(() => '')
  return {
    ...proxym,
    text,
    hash: async () =>
      createHash('sha256')
        .update(await text())
        .digest('hex'),
    until: (what, accepts, timeoutMs = 15_000) =>
      waitFor(what, async () => accepts(await text()), {
        timeoutMs,
        report: () => JSON.stringify([proxym.proxym.status(), proxym.log.slice(-10)], null, 1),
      }),
    writeFile: name =>
      writeFile(
        join(configsPath, `${name}.yaml`),
        `id: ${name}\napplicationProtocol: http\ndomains: [${name}.example.com]\nhosts: [{ ip: 127.0.0.1, port: 8080 }]\n`,
      ),
    async status() {
      const { sources } = (await (await proxym.proxym.app.request('/status', {}, { loopback: true })).json()) as {
        readonly sources: Readonly<Record<string, SourceStatus>>
      }
      const status = sources['marathon/apps']
      if (status === undefined) throw new TypeError('the source of Marathon is not in /status')
      return status
    },
  }
}
