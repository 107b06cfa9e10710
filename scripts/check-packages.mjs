import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pnpm } from './pnpm.mjs'
import { CommandError, runCommand } from './run-command.mjs'

/** Pack every package as it would be published, and let publint and attw look at the tarballs. */
export async function checkPackages() {
  const folder = await mkdtemp(join(tmpdir(), 'proxym-packages-'))
  try {
    await pnpm('--recursive', '--filter', './packages/*', 'pack', '--pack-destination', folder)
    const tarballs = (await readdir(folder)).filter(name => name.endsWith('.tgz')).sort()
    const failures = []
    for (const tarball of tarballs) failures.push(...(await checkTarball(join(folder, tarball))))
    if (failures.length > 0)
      throw new CommandError(`${failures.length} checks of ${tarballs.length} packages failed.`, failures.join('\n\n'))
    return `${tarballs.length} packages`
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** @param {string} tarball */
async function checkTarball(tarball) {
  const checks = [
    runCommand('publint', ['run', tarball, '--strict']),
    runCommand('attw', [tarball, '--profile', 'esm-only', '--no-definitely-typed', '--no-emoji', '--no-color']),
  ]
  const results = await Promise.allSettled(checks)
  return results.flatMap(result =>
    result.status === 'rejected' ? [`${result.reason.output.trim()}\n${result.reason.message}`] : [],
  )
}
