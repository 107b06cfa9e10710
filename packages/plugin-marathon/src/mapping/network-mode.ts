import type { App } from './document.ts'

/** How the tasks of an app are reached. */
export type NetworkMode = 'bridge' | 'container' | 'host' | 'none'

/** The mode, and the name that nobody knows when that is why there is none. */
export interface AppNetwork {
  readonly mode: NetworkMode
  readonly unknown?: string
}

/** Read the network mode from whichever of the three places a version of Marathon writes it to. */
export function networkOf(app: App): AppNetwork {
  const networks = app.networks ?? []
  const modes = networks.map(({ mode }) => mode ?? 'container')
  if (modes.includes('container')) return { mode: 'container' }
  if (modes.includes('container/bridge')) return { mode: 'bridge' }
  if (modes.includes('host')) return { mode: 'host' }
  if (modes[0] !== undefined) return { mode: 'none', unknown: modes[0] }
  const network = app.container?.docker?.network
  if (network === undefined || network === null || network === '') return { mode: app.ipAddress ? 'container' : 'host' }
  const mode = dockerModes[network.toUpperCase()]
  return mode === undefined ? { mode: 'none', unknown: network } : { mode }
}

const dockerModes: Readonly<Record<string, NetworkMode | undefined>> = {
  __proto__: null as never,
  USER: 'container',
  BRIDGE: 'bridge',
  NONE: 'none',
  HOST: 'host',
}
