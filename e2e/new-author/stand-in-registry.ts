import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A package that the registry has. */
export interface Packed {
  readonly manifest: { readonly name: string; readonly version: string }
  readonly path: string
}

interface Published {
  readonly manifest: Packed['manifest']
  readonly tarball: Buffer
}

/** A registry on loopback with packages that are not published yet. It takes what is published, and sends for the rest to the real one. */
export async function startRegistry(packed: readonly Packed[], realRegistry: string) {
  const packages = new Map<string, Published>()
  for (const { manifest, path } of packed) packages.set(manifest.name, { manifest, tarball: await readFile(path) })
  const server = createServer((request, response) => {
    answer(request, response).catch(error => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, name = '', file] = /^\/((?:@[^/]+\/)?[^/?]+)(?:\/-\/([^?]*))?/.exec(decodeURIComponent(request.url ?? '')) ?? []
    if (request.method === 'PUT') {
      const sent = publication(await text(request))
      packages.set(name, sent)
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"ok":true}')
      return
    }
    const found = packages.get(name)
    if (found === undefined) {
      if (name.startsWith('@proxym') || name.includes('proxym')) response.writeHead(404).end('{}')
      else response.writeHead(302, { location: new URL(request.url ?? '', realRegistry).href }).end()
    } else if (file !== undefined) response.end(found.tarball)
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(documentOf(found, url)))
  }

  return {
    url,
    names: (): readonly string[] => [...packages.keys()],
    stop: (): Promise<unknown> => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(resolve))
    },
  }
}

function documentOf({ manifest, tarball }: Published, url: string): object {
  const { name, version } = manifest
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
  const dist = { tarball: `${url}/${name}/-/${version}.tgz`, integrity }
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } }
}

/** What `npm publish` sends: the manifest, and the tarball in base64. */
function publication(body: string): Published {
  const { versions, _attachments } = JSON.parse(body) as {
    readonly versions: Readonly<Record<string, Packed['manifest']>>
    readonly _attachments: Readonly<Record<string, { readonly data: string }>>
  }
  const [manifest] = Object.values(versions)
  const [attachment] = Object.values(_attachments)
  if (manifest === undefined || attachment === undefined) throw new Error('nothing was published')
  return { manifest, tarball: Buffer.from(attachment.data, 'base64') }
}
