import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { answeringConfig } from '../../packages/plugin-haproxy/test/rig/answering-config.ts'
import { freePort } from '../../packages/plugin-haproxy/test/rig/free-port.ts'
import { startHaproxy } from '../../packages/plugin-haproxy/test/rig/proxy.ts'
import { createScene, type Scene } from './victim.ts'
import { textOf, versionOf } from './victim-text.ts'

/** A scene with something that loads the target. */
export interface Stage extends Scene {
  /** The version that the proxy runs with; undefined when it is none. */
  loaded(): Promise<string | undefined>
}

/** A stand-in: its reload command copies the target, one copy after the other and each whole or not at all: it goes on when proxym is killed. */
export async function standIn(): Promise<Stage> {
  const listener = '# no proxy reads this'
  const checkCommand = `tail -n 1 %s | grep -q 'ends$'`
  const scene = await createScene(listener, {
    checkCommand,
    reloadCommand: 'exec 9> loaded.lock; flock 9; cp %s loaded.new && mv loaded.new loaded',
  })
  return {
    ...scene,
    loaded: async () => versionOf(await readFile(join(scene.folder, 'loaded'), 'utf8').catch(() => ''), listener),
  }
}

/** HAProxy, master and worker, running with version `first`; it answers every request with its version. */
export async function realHaproxy(first: string): Promise<Stage> {
  const port = await freePort()
  const listener = answeringConfig('VERSION', { ports: [port] }).trimEnd()
  const scene = await createScene(listener, {
    checkCommand: 'haproxy -c -f %s',
    reloadCommand: 'kill -USR2 $(cat master.pid)',
    masterSocket: 'master.sock',
  })
  await writeFile(scene.target, textOf(first, listener))
  const { pid } = await startHaproxy(scene.target, port, ['-W', '-S', join(scene.folder, 'master.sock')])
  await writeFile(join(scene.folder, 'master.pid'), String(pid))
  const ask = async () => (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })).text()
  return { ...scene, loaded: ask }
}
