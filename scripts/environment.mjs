import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds the workspace. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** The Node that the workspace brings along; what the machine has is only used to start these scripts. */
export const workspaceNode = join(root, 'node_modules', '.bin', 'node')

// How to reach the package registry may be known to npm alone, so these reach pnpm too.
const connectionSettings = /^npm_config_(registry|cafile|ca|cert|key|proxy|https_proxy|noproxy|no_proxy|strict_ssl|userconfig)$/i

// Debian keeps haproxy, nginx and policy helpers here, and leaves the folders out of an ordinary user's PATH.
const serverFolders = process.platform === 'win32' ? [] : ['/usr/local/sbin', '/usr/sbin', '/sbin']

/**
 * The environment of every command that these scripts start: the workspace's tools first in PATH, without the
 * `npm_*` variables that `npm test` adds (pnpm and npx warn about each that they do not know).
 *
 * @param {NodeJS.ProcessEnv} [given]
 */
export function workspaceEnvironment(given = process.env) {
  const kept = Object.entries(given).filter(
    ([name, value]) => !/^npm_/i.test(name) || (connectionSettings.test(name) && value !== ''),
  )
  const folders = (given.PATH ?? '').split(delimiter).filter(folder => folder !== '')
  const missing = serverFolders.filter(folder => !folders.includes(folder))
  return { ...Object.fromEntries(kept), PATH: [join(root, 'node_modules', '.bin'), ...folders, ...missing].join(delimiter) }
}
