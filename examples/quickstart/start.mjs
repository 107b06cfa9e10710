// Runs proxym on the files of this folder, or of the folder that is given: services in, a HAProxy configuration out.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('.', import.meta.url)))
const [services, target] = [join(folder, 'services'), join(folder, 'out', 'haproxy.cfg')]
mkdirSync(join(folder, 'out'), { recursive: true })

const version = haproxyVersion()
const checked =
  version === undefined
    ? 'not checked: HAProxy is not installed (on Debian: apt-get install haproxy)'
    : `checked by ${version} before it is put in place`
if (version !== undefined) process.env.PROXYM_PROXY_CHECK_COMMAND ??= 'haproxy -c -f %s'
process.env.PROXYM_LISTEN_ADDRESS ??= '127.0.0.1:0'
process.env.PROXYM_STATE_DIR ??= join(folder, 'out', 'state')

console.log(`
proxym turns service files into a proxy's configuration, and keeps it up to date.

  reads    ${shown(services)} (${readdirSync(services).join(', ')})
  writes   ${shown(target)}, ${checked}
  try      edit ${shown(join(services, 'web.yaml'))}, save, and look at ${shown(target)} again
  next     set \`reloadCommand\` in ${shown(join(folder, 'proxym.config.yaml'))} and let a HAProxy load it
  stop     Ctrl-C
`)
process.argv.splice(2, Number.POSITIVE_INFINITY, 'run', '--config', join(folder, 'proxym.config.yaml'))
await import(new URL('bin.js', import.meta.resolve('proxym')).href)

function haproxyVersion() {
  try {
    return (
      /^HA-?Proxy version [\d.]+/.exec(
        execFileSync('haproxy', ['-v'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
      )?.[0] ?? 'HAProxy'
    )
  } catch {
    return undefined
  }
}

function shown(path) {
  const short = relative(process.cwd(), path)
  return short.startsWith('..') ? path : short
}
