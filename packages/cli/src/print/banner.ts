import type { LoadedConfig, Proxym } from '@proxym/core'
import type { Io } from '../io.ts'
import type { Paint } from './style.ts'

/** What a person sees first: version, sources, outputs, address. */
export function printBanner(io: Io, config: LoadedConfig, proxym: Proxym, url: string, paint: Paint): string {
  const having = (hook: string) => [...new Set(proxym.wiring.filter(tap => tap.hook === hook).map(tap => tap.plugin))].join(' · ')
  const rows = [
    ['sources', having('generateServices')],
    ['outputs', [having('generateConfig'), ...proxym.locks.map(target => `→ ${target}`)].join(' ')],
    ['http', paint('cyan', url)],
  ]
  const title = `${paint('bold', `proxym ${io.version}`)}   ${paint('dim', `node ${process.versions.node}`)}   ${paint('cyan', config.configPath ?? 'configured by variables')}`
  return `${title}\n\n${rows.map(([name = '', text = '']) => `  ${name.padEnd(9)}${text}\n`).join('')}\n`
}
