import type { SideFile } from '../render/mapfile-tag.ts'
import type { MapNames } from './map-names.ts'
import { RuntimeObstacle } from './obstacle.ts'

/** A map as a file wants it: rows of a key, a blank and a value. */
export interface WantedMap {
  /** What the template calls it. */
  readonly name: string
  /** Of rows with the same key the first one counts, so their order is part of it. */
  readonly rows: readonly string[]
}

// So many are loaded by a reload as soon.
const mostRows = 100_000
// Bytes that HAProxy takes with one command; its buffer has 16 kB.
const mostPayload = 12_000
// What a row may be made of: nothing that ends a command or a row, or is read as something else.
const plainRow = /^(?=.{1,2000}$)[A-Za-z0-9_.:/@%,=+*~!&()^$|?[\]{}-]+ [A-Za-z0-9_.:/@%,=+*~!&()^$|?[\]{}-]+$/
const plainPath = /^\/[A-Za-z0-9_.:/@%,=+-]{1,1000}$/

/**
 * What is to stand in the maps at these paths.
 *
 * @throws RuntimeObstacle when that is not known, is too much, or must not reach the socket
 */
export function wantedMaps(paths: readonly string[], files: readonly SideFile[], names: MapNames): readonly WantedMap[] {
  return paths.map(path => {
    const name = names.nameOf(path)
    const [file, ...others] = files.filter(each => names.nameOf(each.path) === name)
    // Two files of one name cannot be told apart in HAProxy.
    if (name === undefined || file === undefined || others.length > 0 || file.path !== path) throw new RuntimeObstacle('map')
    return { name, rows: readRows(file.content) }
  })
}

/** The rows of a map file as HAProxy reads it. @throws RuntimeObstacle */
export function readRows(content: string): readonly string[] {
  const lines = content.split('\n').map(line => line.replace(/^[ \t]+|[ \t]+$/g, ''))
  const rows = lines.filter(line => line !== '' && !line.startsWith('#')).map(line => line.replace(/[ \t]+/, ' '))
  if (!rows.every(row => plainRow.test(row))) throw new RuntimeObstacle('words')
  if (rows.length > mostRows) throw new RuntimeObstacle('many')
  return rows
}

/** Rows as payloads of commands, in their order; each row ends its line. */
export function payloadsOf(rows: readonly string[]): readonly string[] {
  const payloads: string[] = []
  let payload = ''
  for (const row of rows) {
    if (payload.length + row.length + 1 > mostPayload) {
      payloads.push(payload)
      payload = ''
    }
    payload += `${row}\n`
  }
  return payload === '' ? payloads : [...payloads, payload]
}

/**
 * Where HAProxy holds a map: under the path that it has loaded, which may be that of an earlier content.
 *
 * @param listed the paths of all maps
 * @throws RuntimeObstacle when there is none, or more than one
 */
export function findMap(name: string, listed: readonly string[], names: MapNames): string {
  const [path, ...others] = listed.filter(each => names.nameOf(each) === name)
  if (path === undefined || others.length > 0)
    throw new RuntimeObstacle('map', `HAProxy holds ${others.length + (path === undefined ? 0 : 1)} maps \`${name}\``)
  if (!plainPath.test(path)) throw new RuntimeObstacle('words')
  return path
}

/** The paths in an answer of `show map`: `<id> (<path>) <what uses it>`. */
export function parseMapList(answer: string): readonly string[] {
  return [...answer.matchAll(/^-?\d+ \((\/[^()\s]*)\) /gm)].map(([, path = '']) => path)
}

/** The rows in an answer of `show map <path>`: `<address> <key> <value>`. Undefined when it is no such answer. */
export function parseMapRows(answer: string): readonly string[] | undefined {
  const lines = answer.split('\n').filter(line => line !== '')
  return lines.every(line => /^0x[0-9a-f]+ /.test(line)) ? lines.map(line => line.slice(line.indexOf(' ') + 1)) : undefined
}
