import { existsSync } from 'node:fs'
import { withoutServiceStarts } from './policy-rc.mjs'
import { CommandError, runCommand } from './run-command.mjs'
import { missingServers } from './servers.mjs'

const aptOptions = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Dpkg::Options::=--force-confold']

/**
 * Make the programs that tests talk to available: as root on Debian by apt-get, elsewhere by saying how.
 *
 * @param {readonly import('./servers.mjs').Server[]} wanted
 * @throws {CommandError} when some are missing and cannot be installed from here
 */
export async function installServers(wanted) {
  const missing = await missingServers(wanted)
  if (missing.length === 0) return `${wanted.map(server => server.name).join(', ')} are there`
  const packages = missing.map(server => server.debianPackage)
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new CommandError(howToInstall(missing, packages), '')
  await withoutServiceStarts(() => aptInstall(packages))
  const left = await missingServers(missing)
  if (left.length > 0)
    throw new CommandError(`apt-get installed ${packages.join(', ')}, but these still do not run: ${names(left)}.`, '')
  return `installed ${packages.join(', ')}`
}

/** @param {readonly string[]} packages */
async function aptInstall(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_SUSPEND: '1' }
  // A broken third-party list makes the update fail although the packages can be had: only the install decides.
  const update = await runCommand('apt-get', [...aptOptions, 'update'], { env }).catch(error => error)
  const args = [...aptOptions, 'install', '--yes', '--no-install-recommends', ...packages]
  await runCommand('apt-get', args, { env }).catch(error => {
    throw update instanceof CommandError ? new CommandError(error.message, `${update.output}\n${error.output}`) : error
  })
}

/** @param {readonly import('./servers.mjs').Server[]} missing @param {readonly string[]} packages */
function howToInstall(missing, packages) {
  return `Tests talk to real servers, and this machine lacks: ${names(missing)}.
On Debian or Ubuntu install them with

  sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${packages.join(' ')}

(as root, "npm test" does that itself); elsewhere with the package manager of the system. Then run "npm test" again.`
}

/** @param {readonly import('./servers.mjs').Server[]} list */
function names(list) {
  return list.map(server => server.name).join(', ')
}
