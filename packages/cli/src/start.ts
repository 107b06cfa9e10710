import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { keepRoom, makeRoom } from './heap.ts'
import { keepWasmCode } from './wasm-code.ts'

/**
 * Run the `proxym` command in this process, with the plugins that can be found from a package, and end the process.
 *
 * @param packageUrl URL of the folder of that package, with a final slash; the version of its `package.json` is what
 *   `--version` prints.
 */
export async function start(packageUrl: URL): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 22 || (major === 22 && minor < 22)) {
    process.stderr.write(`error: proxym needs Node 22.22 or newer, this is ${process.versions.node} (${process.execPath})\n`)
    process.exit(78)
  }
  const { version } = JSON.parse(await readFile(new URL('package.json', packageUrl), 'utf8')) as { readonly version: string }
  // A reader that went away (`| head -1`) is no reason to fall.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  keepWasmCode()
  makeRoom()
  // Not before the version is known to do: an old Node cannot even load the rest.
  const { main, processIo } = await import('./index.ts')
  keepRoom()
  process.exitCode = await main(processIo([fileURLToPath(packageUrl)], version))
  await flushed()
  // What a plugin forgot to release must not keep a finished command alive.
  process.exit()
}

async function flushed(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.writableLength === 0 || stream.destroyed) continue
    await new Promise<void>(resolve => stream.write('', () => resolve()))
  }
}
