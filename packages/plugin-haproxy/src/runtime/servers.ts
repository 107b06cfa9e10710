import { isIPv4, isIPv6 } from 'node:net'
import type { HaproxySection } from '../lint/index.ts'
import { type Obstacle, RuntimeObstacle } from './obstacle.ts'

/** One `server` line, with every option that holds for it. */
export interface Server {
  readonly name: string
  /** IPv4 or IPv6, without brackets. */
  readonly ip: string
  readonly port: number
  readonly weight: number
  /** Everything else, defaults first, as HAProxy reads it. */
  readonly options: readonly string[]
}

/** A backend as a file wants it. */
export interface Backend {
  readonly name: string
  readonly servers: readonly Server[]
}

// What may stand on the line of a command: a semicolon, a backslash or a quote would make another command of it.
const plainName = /^[A-Za-z0-9_.:-]{1,255}$/
const plainWord = /^[A-Za-z0-9_.:/@%,=+*-]{1,255}$/
// What a server that is added while HAProxy runs cannot have, or has no meaning for.
const refused = new Set([
  'cookie',
  'resolvers',
  'init-addr',
  'track',
  'id',
  'disabled',
  'resolve-opts',
  'resolve-prefer',
  'resolve-net',
])

/**
 * The servers of a backend or listen section.
 *
 * @param defaults words of `default-server` that hold for it, which HAProxy forgets for servers that are added later
 * @throws RuntimeObstacle for what cannot be done while HAProxy runs
 */
export function readBackend(section: HaproxySection, defaults: readonly string[]): Backend {
  if (!plainName.test(section.name)) throw obstacle('words')
  const known = [...defaults]
  const servers: Server[] = []
  for (const { words } of section.lines) {
    const [keyword = '', name = '', address = '', ...rest] = words
    // Those that it makes would be taken for some that are gone.
    if (keyword === 'server-template') throw obstacle('options')
    // It holds for the servers below it.
    if (keyword === 'default-server') known.push(...words.slice(1))
    if (keyword === 'server') servers.push(readServer(name, address, [...known, ...rest]))
  }
  return { name: section.name, servers }
}

function readServer(name: string, address: string, words: readonly string[]): Server {
  const options: string[] = []
  let weight = 1
  for (let place = 0; place < words.length; place++) {
    const word = words[place] ?? ''
    if (!plainWord.test(word)) throw obstacle('words')
    if (refused.has(word)) throw obstacle('options')
    if (word === 'weight') weight = weightOf(words[++place])
    else options.push(word)
  }
  const [, bracketed, bare, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(address) ?? []
  const ip = bracketed ?? bare ?? ''
  const port = Number(digits)
  // A name would be taken and never looked up.
  if (!(bracketed === undefined ? isIPv4(ip) : isIPv6(ip) && plainName.test(ip))) throw obstacle('address')
  if (!plainName.test(name) || !(port >= 1 && port <= 65_535)) throw obstacle('words')
  return { name, ip, port, weight, options }
}

function weightOf(word = ''): number {
  const weight = /^\d{1,3}$/.test(word) ? Number(word) : Number.NaN
  if (!(weight <= 256)) throw obstacle('words')
  return weight
}

/** Address and port as commands and files write them. */
export function addressOf({ ip, port }: Pick<Server, 'ip' | 'port'>): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`
}

const obstacle = (kind: Obstacle) => new RuntimeObstacle(kind)
