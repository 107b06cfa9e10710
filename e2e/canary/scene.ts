import { chmod, readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { createRig, type Rig } from '../rig/run-proxym.ts'
import { service } from '../rig/small-setup.ts'
import { type Canaries, createCanaries, type Form } from './canaries.ts'
import type { Peers } from './peers.ts'
import { presentPlaces } from './places.ts'

/** A folder with two configurations full of secrets, a right one and a wrong one. */
export interface Scene {
  readonly rig: Rig
  readonly canaries: Canaries
  readonly env: Readonly<Record<string, string>>
  readonly token: string
  /** Every file that proxym and its commands have made, with its path. */
  made(): Promise<string>
}

const dump = '#!/bin/sh\n(echo "$@"; env) >> "$(dirname "$0")/../told"\n'

// A plugin that takes no care at all.
const careless = (url: string, password: string): string => `export default { name: 'careless', apply(proxym) {
  proxym.logger.info('Connecting to ${url}', { password: '${password}', nested: [{ token: '${password}' }], url: '${url}' })
  proxym.hooks.generateServices.tap('ask', () => { throw new Error('GET ${url}/things failed', { cause: new Error('${url}') }) })
} }\n`

// A plugin that quotes its secret in what it complains about.
const quoting = `export default Object.assign(options => { throw new Error('cannot use ' + options.token, { cause: options }) },
  { definition: { name: 'quoting', secrets: ['token'] } })\n`

/** Lay it out. */
export async function layScene(form: Form, peers: Peers): Promise<Scene> {
  const canaries = createCanaries(form)
  const { give, text } = canaries
  const tokenOption = give('httpToken')
  const file = ['file', { configsPath: './services' }]
  const haproxy = {
    templatePath: './t.liquid',
    configFilePath: './out.cfg',
    checkCommand: 'env >> told; test -s %s',
    reloadCommand: 'env >> told',
    verifyCommand: 'env >> told',
    reloadGapMs: 0,
  }
  const optional = ([use, options]: readonly [string, object]) => ({ use, options, optional: true })
  const right = {
    httpToken: tokenOption,
    plugins: [
      file,
      ['haproxy', haproxy],
      { use: './careless.mjs', optional: true },
      ...presentPlaces.flatMap(place => place.right(canaries, peers)).map(optional),
    ],
  }
  const wrong = {
    httpToken: { value: text('httpToken in another form') },
    plugins: [
      file,
      ['./quoting.mjs', { token: give('quoted token') }],
      ...presentPlaces.flatMap(place => place.wrong(canaries)).map(optional),
    ],
  }
  const given = {
    'proxym.config.json': JSON.stringify(right),
    'wrong.json': JSON.stringify(wrong),
    // Lines of a file are shown beside a mistake.
    'wrong-lines.json': JSON.stringify(wrong, undefined, 1),
    'broken.json': JSON.stringify(right).slice(0, -1),
    'careless.mjs': careless(`http://u:${text('careless URL')}@things.example`, text('careless password')),
    'quoting.mjs': quoting,
    'services/web.yaml': service('web'),
    't.liquid': '# {{ services.size }}\n',
    'bin/systemd-notify': dump,
    ...canaries.files,
  }
  const rig = await createRig(given)
  await chmod(rig.path('bin/systemd-notify'), 0o755)
  const token =
    typeof tokenOption === 'string' ? tokenOption : (Object.values({ ...canaries.env, ...canaries.files })[0] ?? '').trim()
  return {
    rig,
    canaries,
    token,
    env: {
      ...canaries.env,
      PROXYM_STATE_DIR: './state',
      NOTIFY_SOCKET: rig.path('nobody'),
      PATH: `${rig.path('bin')}:${process.env['PATH']}`,
    },
    async made() {
      const entries = await readdir(rig.folder, { recursive: true, withFileTypes: true })
      const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
      const own = paths.filter(path => !(relative(rig.folder, path) in given))
      return (await Promise.all(own.map(async path => `${path}\n${await readFile(path, 'latin1')}`))).join('\n')
    },
  }
}
