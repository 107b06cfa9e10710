import { existsSync, rmSync, writeFileSync } from 'node:fs'

const policyPath = '/usr/sbin/policy-rc.d'

/**
 * Run `install` while Debian's packages may neither start nor restart a service: tests start their own instances, and
 * nobody wants a web server on port 80 because they ran tests. A policy that the machine already has stays in force.
 *
 * @param {() => Promise<void>} install
 */
export async function withoutServiceStarts(install) {
  if (existsSync(policyPath)) return install()
  const remove = () => rmSync(policyPath, { force: true })
  const removeAndEnd = () => {
    remove()
    process.exit(130)
  }
  // 101 is "action forbidden by policy".
  writeFileSync(policyPath, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  process.once('SIGINT', removeAndEnd).once('SIGTERM', removeAndEnd)
  try {
    await install()
  } finally {
    process.off('SIGINT', removeAndEnd).off('SIGTERM', removeAndEnd)
    remove()
  }
}
