import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, workspaceEnvironment, workspaceNode } from './environment.mjs'

const preload = pathToFileURL(join(root, 'scripts', 'end-with-parent.mjs')).href
const repeatedWithinMs = 500

/**
 * Run a program of the workspace until it ends or is stopped, and return its exit code.
 *
 * @param {string} script Its path, from the root.
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export function runProgram(script, args) {
  if (!existsSync(join(root, script))) {
    process.stderr.write(`\`${script}\` is missing, so there is nothing to start. Bring it back: git checkout -- ${script}\n`)
    return Promise.resolve(1)
  }
  // A group of its own: one Ctrl-C reaches this script twice (from the terminal and from npm), and a second one
  // tells proxym to stop at once. So only this script hears it, and passes each on once.
  const child = spawn(workspaceNode, ['--import', preload, script, ...args], {
    cwd: root,
    env: workspaceEnvironment(),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true,
  })
  passSignals(child)
  return new Promise(resolve => {
    child.once('error', error => {
      process.stderr.write(`\`${script}\` could not be started: ${error.message}\n`)
      resolve(1)
    })
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
  })
}

/** @param {import('node:child_process').ChildProcess} child */
function passSignals(child) {
  let lastAt = -repeatedWithinMs
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (performance.now() - lastAt < repeatedWithinMs) return
      lastAt = performance.now()
      // A closed terminal means stop; to proxym itself SIGHUP means "read the configuration again".
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    })
  }
  // npm does not pass every signal on, and none when it is killed: a new parent means that it is gone.
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1000).unref()
}
