import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { main, processIo } from '@proxym/cli'

/** Run the `proxym` command with the plugins that this package brings. */
export async function start(): Promise<void> {
  const folder = fileURLToPath(new URL('..', import.meta.url))
  const { version } = JSON.parse(await readFile(`${folder}package.json`, 'utf8')) as { readonly version: string }
  // A reader that went away (`| head -1`) is no reason to fall.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  process.exitCode = await main(processIo([folder], version))
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
