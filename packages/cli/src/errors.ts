import { nearest, type Problem } from '@proxym/core'

export const unknownCommand = (given: string, known: readonly string[]): Problem => {
  const near = nearest(given, known)
  return {
    code: 'PROXYM_USAGE',
    message: `\`${given}\` is not a command`,
    hint: near === undefined ? '`proxym --help` lists the commands.' : `Did you mean \`${near}\`?`,
  }
}

export const fileExists = (path: string): Problem => ({
  code: 'PROXYM_INIT_EXISTS',
  message: `\`${path}\` exists already and is left as it is`,
  hint: 'Remove it, or run `proxym init` in another folder.',
})

export const noTemplate = (proxy: string): Problem => ({
  code: 'PROXYM_INIT_TEMPLATE',
  message: `there is no bundled template for \`${proxy}\``,
  hint: 'Choose `haproxy` or `nginx`, and install @proxym/plugin-haproxy.',
})

export const daemonUnreachable = (url: string, reason: string): Problem => ({
  code: 'PROXYM_DAEMON_UNREACHABLE',
  message: `no proxym answers at \`${url}\`: ${reason}`,
  hint: 'Give the configuration that it runs with: `--config PATH`, or the variables that it has.',
})

export const daemonOdd = (url: string, status: number): Problem => ({
  code: 'PROXYM_DAEMON_UNREACHABLE',
  message: `what answers at \`${url}\` is no proxym: status ${status}`,
  hint: 'Look at `listen` in the configuration.',
})

export const noFixedPort: Problem = {
  code: 'PROXYM_DAEMON_UNREACHABLE',
  message: '`listen` has the port 0, so nobody knows where the running proxym is',
  hint: 'Give it a port, e.g. `listen: 127.0.0.1:5678`.',
}

export const watchdogStarved = (sinceMs: number): Problem => ({
  code: 'PROXYM_WATCHDOG',
  message: `no cycle has ended for ${Math.round(sinceMs / 1000)} s, so the watchdog of systemd is no longer told that all is well`,
  hint: 'systemd starts proxym again when `WatchdogSec` is over; the proxy keeps its configuration.',
})

export const oldDaemon: Problem = {
  code: 'PROXYM_DAEMON_UNREACHABLE',
  message: 'the proxym that runs gives an answer that this command does not know',
  hint: 'Restart it, so that both have the same version.',
}
