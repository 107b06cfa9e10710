import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTestProxym, type TestRefresh } from '@proxym/core/testing'
import haproxy, { type HaproxyOptions } from '@proxym/plugin-haproxy'
import { onTestFinished } from 'vitest'
import { tempFolder } from '../../packages/plugin-haproxy/test/rig/temp-folder.ts'
import type { Entrance } from './entrances.ts'
import type { Raw } from './raw.ts'
import { type ByTemplate, type Stage, type Template, templates } from './stage.ts'

/** What came of services from outside: the snapshot, what is wrong, and the files that the real checks let pass. */
export interface Carried extends Pick<TestRefresh, 'services' | 'problems'> {
  readonly files: ByTemplate<string>
  readonly texts: ByTemplate<string>
}

/** The tap that writes the file of each template. */
export const outputs: ByTemplate<string> = { haproxy: 'haproxy/file', nginx: 'haproxy#2/file' }

/** Carry raw services through a source, core and both bundled templates to files that `haproxy -c` and `nginx -t` have seen. */
export async function carry(
  entrance: Entrance,
  groups: Readonly<Record<string, readonly Raw[]>>,
  { vars }: Pick<Stage, 'vars'>,
  options: Pick<HaproxyOptions, 'configText'> = {},
): Promise<Carried> {
  const folder = await tempFolder()
  const files = { haproxy: join(folder, 'haproxy.cfg'), nginx: join(folder, 'nginx.conf') }
  const output = (template: Template, checkCommand: string) =>
    haproxy({
      ...{ templatePath: template, configFilePath: files[template], checkCommand, reloadCommand: 'true', vars: vars[template] },
      ...options,
    })
  const source = await entrance.open(groups)
  // The file is what is looked at: a cycle waits for the source, however busy the machine is.
  const proxym = createTestProxym([source, output('haproxy', 'haproxy -c -f %s'), output('nginx', 'nginx -t -c %s')], {
    patienceMs: 60_000,
    timeoutMs: 60_000,
  })
  onTestFinished(() => proxym.stop())
  const { services, problems } = await proxym.refresh()
  const [first = '', second = ''] = await Promise.all(templates.map(template => readFile(files[template], 'utf8')))
  return { services, problems, files, texts: { haproxy: first, nginx: second } }
}
