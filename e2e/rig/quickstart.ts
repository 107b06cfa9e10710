import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../rules/tracked-files.ts'
import { createRig, type Rig } from './run-proxym.ts'
import { waitFor } from './wait-for.ts'

/** The quickstart at work in a folder of its own, ready; nothing is checked, so that no proxy is needed. */
export async function startQuickstart(
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly rig: Rig; readonly url: string }> {
  const rig = await createRig()
  for (const name of ['proxym.config.yaml', 'services'])
    await cp(join(root, 'examples', 'quickstart', name), rig.path(name), { recursive: true })
  await rig.write('out/haproxy.cfg', '')
  const running = rig.start(['run'], env)
  const url = await running.url()
  await waitFor('proxym to be ready', async () => (await fetch(`${url}/readyz`)).ok, { report: running.output })
  return { rig, url }
}
