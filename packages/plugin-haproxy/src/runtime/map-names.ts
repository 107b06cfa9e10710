import { nameOfMap } from '../write/side-files.ts'
import { RuntimeObstacle } from './obstacle.ts'

/** The map files of one target, where its text looks something up in them. */
export interface MapNames {
  /** The text without the parts of their paths that follow from their content. */
  mask(text: string): string
  /** Their paths in the second text, as far as the first one names others in these places. @throws RuntimeObstacle when places do not match */
  changed(before: string, now: string): readonly string[]
  /** The name that the template gave to a file; undefined for one that is no map of this target. */
  nameOf(path: string): string | undefined
}

/** By the path of the target, with which the paths of its maps begin. */
export function createMapNames(target: string): MapNames {
  const prefix = `${target}.`
  const literal = prefix.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  // Only what looks something up: a file that is used in another way as well would not change with the map.
  const places = new RegExp(`(\\bmap(?:_[a-z0-9_]+)?\\()(${literal}([a-z][a-z0-9_]*)-[0-9a-f]{12}\\.map)(?=[,)])`, 'g')
  const pathsIn = (text: string) => [...text.matchAll(places)].map(([, , path = '', name = '']) => ({ path, name }))
  return {
    // No text has this character.
    mask: text => text.replace(places, '$1\0$3'),
    changed(before, now) {
      const [was, wanted] = [pathsIn(before), pathsIn(now)]
      const isSameName = ({ name }: { readonly name: string }, index: number) => name === was[index]?.name
      if (was.length !== wanted.length || !wanted.every(isSameName)) throw new RuntimeObstacle('frame')
      return [...new Set(wanted.flatMap(({ path }, index) => (path === was[index]?.path ? [] : [path])))]
    },
    nameOf: path => (path.startsWith(prefix) ? nameOfMap(path, target) : undefined),
  }
}
