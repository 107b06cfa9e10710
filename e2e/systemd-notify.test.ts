import { existsSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../scripts/run-command.mjs'
import { type Datagrams, receiveDatagrams } from './rig/receive-datagrams.ts'
import { createRig, type Rig } from './rig/run-proxym.ts'
import { service, smallSetup } from './rig/small-setup.ts'
import { waitFor } from './rig/wait-for.ts'

const config = smallSetup['proxym.config.yaml'] ?? ''
const isThere = await runCommand('systemd-notify', ['--version']).then(
  () => true,
  () => false,
)

// What the real command sends, one line an assignment; needed where systemd is not installed.
const standIn = `#!/usr/bin/perl
use Socket;
socket(my $socket, PF_UNIX, SOCK_DGRAM, 0) or die $!;
send($socket, join("\\n", @ARGV), 0, pack_sockaddr_un($ENV{NOTIFY_SOCKET})) or die $!;
`

describe.each([
  { command: 'the real systemd-notify', isReal: true },
  { command: 'a stand-in', isReal: false },
])('told by $command', ({ isReal }) => {
  const told = test.skipIf(isReal && !isThere)

  told('systemd hears of the start, each change, the watchdog, reloads good and bad, and the stop', async () => {
    await using rig = await createRig(smallSetup)
    await using socket = await receiveDatagrams(rig.path('notify'))
    const proxym = rig.start([], { ...(await environment(rig, isReal)), WATCHDOG_USEC: '200000' })
    await socket.until({ READY: '1', STATUS: /^1 service, in sync, last change \d\d:\d\d:\d\d$/ })
    await socket.until({ WATCHDOG: '1' })
    await rig.write('services/shop.yaml', service('shop'))
    await socket.until({ STATUS: /^2 services, in sync, last change/ })

    let before = socket.received().length
    proxym.kill('SIGHUP')
    await socket.until({ RELOADING: '1', MONOTONIC_USEC: /^\d+$/ }, before)
    await socket.until({ READY: '1', STATUS: /^2 services, in sync/ }, before)

    before = socket.received().length
    await rig.write('proxym.config.yaml', config.replace('configsPath', 'configPath'))
    proxym.kill('SIGHUP')
    await socket.until({ READY: '1', STATUS: /^2 services, .*the configuration was not read again$/ }, before)

    proxym.kill('SIGTERM')
    expect(await proxym.finished).toMatchObject({ code: 0 })
    await socket.until({ STOPPING: '1', STATUS: 'stopping' })
    expect(turnsOf(socket)).toEqual(['READY', 'RELOADING', 'READY', 'RELOADING', 'READY', 'STOPPING'])
  })
})

test('a source that is waited for is no reason not to be ready: the status names it', async () => {
  await using rig = await createRig({ 'proxym.config.yaml': config, 't.liquid': smallSetup['t.liquid'] ?? '' })
  await using socket = await receiveDatagrams(rig.path('notify'))
  rig.start([], await environment(rig, false))
  await socket.until({ READY: '1', STATUS: /^held: waiting for `file\/files` before anything is written/ })
  await rig.write('services/web.yaml', service('web'))
  await socket.until({ STATUS: /^1 service, in sync/ })
})

test('an output that fails is named until it heals, and does not keep proxym from being ready', async () => {
  await using rig = await createRig({ ...smallSetup, 'proxym.config.yaml': config.replace('test -s %s', 'test -e fine') })
  await using socket = await receiveDatagrams(rig.path('notify'))
  rig.start([], await environment(rig, false))
  await socket.until({ READY: '1', STATUS: /^1 service, haproxy\/file is failing: / })
  await rig.write('fine', '')
  await socket.until({ STATUS: /^1 service, in sync/ })
})

test('a loop that is blocked starves the watchdog, and feeds it again afterwards', async () => {
  const plugin = `import { existsSync, writeFileSync } from 'node:fs'
  export default { name: 'busy', apply(proxym) {
    proxym.hooks.generateConfig.tap('block', ({ services }) => {
      if (services.length === 2) writeFileSync('blocked', '')
      while (services.length === 2 && !existsSync('free')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    })
  } }\n`
  const env = async (rig: Rig) => ({ ...(await environment(rig, false)), WATCHDOG_USEC: '100000' })
  const fed = (socket: Datagrams) => socket.received().filter(fields => 'WATCHDOG' in fields).length
  const becomes = (socket: Datagrams, least: number) => waitFor(`${least} datagrams`, () => fed(socket) >= least)
  // Another proxym that goes on is the clock.
  await using other = await createRig(smallSetup)
  await using otherSocket = await receiveDatagrams(other.path('notify'))
  other.start([], await env(other))
  await using rig = await createRig({ ...smallSetup, 'proxym.config.yaml': `${config}  - ./busy.mjs\n`, 'busy.mjs': plugin })
  await using socket = await receiveDatagrams(rig.path('notify'))
  rig.start([], await env(rig))
  await becomes(socket, 1)
  await rig.write('services/shop.yaml', service('shop'))
  await waitFor('the block', () => existsSync(rig.path('blocked')))
  const [before, then] = [fed(socket), fed(otherSocket)]
  await becomes(otherSocket, then + 15)
  // One may have been on its way.
  expect(fed(socket)).toBeLessThanOrEqual(before + 1)
  await rig.write('free', '')
  await becomes(socket, before + 5)
})

test('a wrong PATH costs one debug line and nothing else, and without a socket nothing is started', async () => {
  await using rig = await createRig(smallSetup)
  const proxym = rig.start([], { NOTIFY_SOCKET: rig.path('notify'), PATH: rig.folder, PROXYM_LOG_APPLOG_LEVEL: 'debug' })
  await proxym.until('systemd-notify failed')
  await proxym.until('Applied config')
  await using other = await createRig(smallSetup)
  const silent = other.start([], { PATH: other.folder, PROXYM_LOG_APPLOG_LEVEL: 'debug' })
  await silent.until('Applied config')
  silent.kill('SIGTERM')
  expect((await silent.finished).stdout).not.toContain('systemd')
})

async function environment(rig: Rig, isReal: boolean): Promise<Readonly<Record<string, string>>> {
  const socket = { NOTIFY_SOCKET: rig.path('notify') }
  if (isReal) return socket
  await rig.write('bin/systemd-notify', standIn)
  await chmod(rig.path('bin/systemd-notify'), 0o755)
  return { ...socket, PATH: `${rig.path('bin')}:${process.env['PATH']}` }
}

function turnsOf(socket: Datagrams): readonly string[] {
  return socket.received().flatMap(fields => ['READY', 'RELOADING', 'STOPPING'].filter(name => name in fields))
}
