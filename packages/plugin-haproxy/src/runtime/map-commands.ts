import type { CommandLine } from './command-line.ts'
import type { MapNames } from './map-names.ts'
import { findMap, parseMapList, parseMapRows, payloadsOf, type WantedMap } from './maps.ts'
import { RuntimeObstacle } from './obstacle.ts'

// For 100,000 rows.
const longestAnswer = 64 * 1024 * 1024

/**
 * Make HAProxy hold these maps, each all at once: requests see the old rows or the new ones.
 *
 * @throws RuntimeObstacle when it does not
 */
export async function bringMaps(
  line: CommandLine,
  maps: readonly WantedMap[],
  names: MapNames,
  signal: AbortSignal,
): Promise<void> {
  if (maps.length === 0) return
  const listed = parseMapList(await line.ask('show map', signal))
  const found = maps.map(map => ({ ...map, path: findMap(map.name, listed, names) }))
  for (const { path, rows } of found) await bringMap(line, path, rows, signal)
}

async function bringMap(line: CommandLine, path: string, rows: readonly string[], signal: AbortSignal): Promise<void> {
  const prepared = await line.ask(`prepare map ${path}`, signal)
  const version = /^New version created: (\d+)$/m.exec(prepared)?.[1]
  if (version === undefined) throw new RuntimeObstacle('refused', prepared.trim())
  for (const payload of payloadsOf(rows)) await line.runWith(`add map @${version} ${path}`, payload, signal)
  // A payload that HAProxy finds too long is dropped without a word.
  await expectRows(`@${version} ${path}`)
  await line.run([`commit map @${version} ${path}`], signal)
  await expectRows(path)

  async function expectRows(place: string): Promise<void> {
    const held = parseMapRows(await line.ask(`show map ${place}`, signal, longestAnswer))
    const isSame = held?.length === rows.length && held.every((row, index) => row === rows[index])
    if (!isSame) throw new RuntimeObstacle('state', `map \`${path}\``)
  }
}
