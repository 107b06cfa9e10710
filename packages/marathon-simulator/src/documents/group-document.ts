import type { App } from '../model/app.ts'
import type { Documents } from './create-documents.ts'

interface Group {
  readonly apps: string[]
  readonly groups: Map<string, Group>
}

/** The root group with every app in it, as heavy deployment events carry it. */
export function groupDocument(apps: ReadonlyMap<string, App>, version: string, documents: Documents): string {
  const root: Group = { apps: [], groups: new Map() }
  for (const [id, app] of apps) {
    const folders = id.split('/').slice(1, -1)
    let group = root
    for (const name of folders) {
      const inside: Group = group.groups.get(name) ?? { apps: [], groups: new Map() }
      group.groups.set(name, inside)
      group = inside
    }
    group.apps.push(documents.definition(app.definition))
  }
  return write(root, '/', JSON.stringify(version))
}

function write({ apps, groups }: Group, id: string, version: string): string {
  const inside = [...groups].map(([name, group]) => write(group, id === '/' ? `/${name}` : `${id}/${name}`, version))
  return `{"id":${JSON.stringify(id)},"apps":[${apps.join(',')}],"groups":[${inside.join(',')}],"dependencies":[],"version":${version}}`
}
