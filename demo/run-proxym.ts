import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

interface Service {
  readonly id: string
  readonly hosts: readonly { readonly ip: string; readonly port: number }[]
}

/** What a run of the command says. */
export interface ProxymListener {
  /** The services changed. */
  services(services: readonly Service[]): void
  /** A line of its log. */
  log(line: { readonly level: string; readonly message: string; readonly fields: Readonly<Record<string, unknown>> }): void
}

export interface RunningProxym {
  /** Resolves when the command ends by itself or is stopped. */
  readonly ended: Promise<unknown>
  stop(): Promise<void>
}

const bin = fileURLToPath(new URL('../packages/proxym/dist/bin.js', import.meta.url))

/** Run the `proxym` command, as an operator would, on a configuration in a folder of its own. */
export async function runProxym(folder: string, plugins: readonly unknown[], listener: ProxymListener): Promise<RunningProxym> {
  const config = join(folder, 'proxym.config.json')
  await writeFile(
    config,
    JSON.stringify({ listen: '127.0.0.1:0', plugins: [...plugins, ['stdout', { format: 'json' }]] }, null, 2),
  )
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PROXYM_'))
  const env = { ...Object.fromEntries(kept), PROXYM_LOG_FORMAT: 'json', PROXYM_STATE_DIR: join(folder, 'state') }
  const child = spawn(process.execPath, [bin, 'run', '--config', config], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', line => hear(line, listener))
  return {
    ended,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function hear(line: string, listener: ProxymListener): void {
  const { services, level, msg, ...fields } = parsed(line)
  if (Array.isArray(services)) listener.services(services as readonly Service[])
  else listener.log({ level: String(level ?? 'error'), message: String(msg ?? line), fields: { ...fields, services } })
}

function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(line)
  } catch {
    return {}
  }
}
