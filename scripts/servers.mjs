import { existsSync } from 'node:fs'
import { runCommand } from './run-command.mjs'

/**
 * A program that tests talk to, the Debian package that brings it, and how to see that it is there.
 *
 * @typedef {object} Server
 * @property {string} name
 * @property {string} debianPackage
 * @property {() => Promise<boolean>} isInstalled
 */

/** What the first tier needs. @type {readonly Server[]} */
export const servers = [
  { name: 'haproxy', debianPackage: 'haproxy', isInstalled: () => runs('haproxy', '-v') },
  { name: 'nginx', debianPackage: 'nginx', isInstalled: () => runs('nginx', '-v') },
  { name: 'nginx stream module', debianPackage: 'libnginx-mod-stream', isInstalled: hasStreamModule },
  { name: 'perl', debianPackage: 'perl-base', isInstalled: () => runs('perl', '-v') },
  { name: 'redis-server', debianPackage: 'redis-server', isInstalled: () => runs('redis-server', '--version') },
]

/** What the long tier needs on top. @type {readonly Server[]} */
export const longServers = [...servers, { name: 'strace', debianPackage: 'strace', isInstalled: () => runs('strace', '-V') }]

/** Those of `wanted` that this machine lacks. @param {readonly Server[]} wanted */
export async function missingServers(wanted) {
  const installed = await Promise.all(wanted.map(server => server.isInstalled()))
  return wanted.filter((_, index) => !installed[index])
}

/** @param {string} command @param {string} argument */
async function runs(command, argument) {
  return runCommand(command, [argument]).then(
    () => true,
    () => false,
  )
}

async function hasStreamModule() {
  if (existsSync('/usr/lib/nginx/modules/ngx_stream_module.so')) return true
  // nginx's own packages have it compiled in; Debian's say `--with-stream=dynamic`.
  const build = await runCommand('/bin/sh', ['-c', 'nginx -V 2>&1']).catch(() => '')
  return /--with-stream(\s|$)/.test(build)
}
