import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { tempFolder } from '../../../packages/plugin-haproxy/test/rig/temp-folder.ts'
import { waitFor } from '../../rig/wait-for.ts'
import type { Measured } from './probe.ts'

const bin = fileURLToPath(new URL('../../../packages/proxym/dist/bin.js', import.meta.url))
const probe = fileURLToPath(new URL('probe.ts', import.meta.url))

/** The `proxym` command at work on a Marathon, with a probe inside. */
export interface Probed {
  /** Wait until the configuration holds what the test accepts; resolves with how long that took, milliseconds. */
  until(what: string, accepts: (text: string) => boolean): Promise<number>
  /** What was measured since the last call. */
  measure(): Promise<Measured>
  /** Cycles that have ended so far. */
  cycles(): number
}

/** Run the built command; it ends with the test. */
export async function runProbed(servers: readonly string[]): Promise<Probed> {
  const folder = await tempFolder()
  const [config, configFilePath] = [join(folder, 'proxym.config.json'), join(folder, 'haproxy.cfg')]
  const vars = { bind: '127.0.0.1:65000', listenAddress: '127.0.0.1', user: false, group: false }
  const output = { templatePath: 'haproxy', configFilePath, vars, checkCommand: 'haproxy -c -f %s', reloadCommand: 'true' }
  await writeFile(
    config,
    JSON.stringify({
      listen: '127.0.0.1:0',
      plugins: [
        ['marathon', { servers }],
        ['haproxy', output],
      ],
    }),
  )
  const env = { PATH: process.env['PATH'] ?? '', PROXYM_STATE_DIR: join(folder, 'state'), PROXYM_LOG_APPLOG_LEVEL: 'debug' }
  const child = spawn(process.execPath, ['--expose-gc', '--import', probe, bin, 'run', '--config', config], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', text => (said += text))
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    cycles: () => said.match(/^.*\bCycle\b/gm)?.length ?? 0,
    async until(what, accepts) {
      const startedAt = performance.now()
      const isTrue = async () => accepts(await readFile(configFilePath, 'utf8').catch(() => ''))
      await waitFor(what, isTrue, { timeoutMs: 60_000, isOver: () => child.exitCode !== null, report: () => said })
      return performance.now() - startedAt
    },
    async measure() {
      const answer = once(child, 'message')
      child.send('measure')
      const [measured] = await answer
      return measured
    },
  }
}
