import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './environment.mjs'
import { runCommand } from './run-command.mjs'

/**
 * Look at what would be released.
 *
 * @returns {Promise<import('./release-problems.mjs').ReleaseState>}
 */
export async function readReleaseState() {
  const branch = await runCommand('git', ['branch', '--show-current'])
  const status = await runCommand('git', ['status', '--porcelain'])
  const changesets = await readdir(join(root, '.changeset'))
  const folders = await readdir(join(root, 'packages'))
  const { baseBranch } = await json('.changeset/config.json')
  return {
    branch: branch.trim(),
    baseBranch,
    changed: status
      .split('\n')
      .filter(line => line !== '')
      .map(line => line.slice(3)),
    changesets: changesets.filter(name => name.endsWith('.md') && name !== 'README.md').sort(),
    manifests: await Promise.all(folders.map(folder => json(join('packages', folder, 'package.json')))),
  }
}

/** @param {string} path */
async function json(path) {
  return JSON.parse(await readFile(join(root, path), 'utf8'))
}
