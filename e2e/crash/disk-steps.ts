// A program, started in a mount namespace of its own: a small disk, and everything that can happen to it. Prints one line of JSON for
// each thing that it tried.
import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTestProxym } from '@proxym/core/testing'
import haproxy from '@proxym/plugin-haproxy'

const [folder = ''] = process.argv.slice(2)
const disk = join(folder, 'disk')
const target = join(disk, 'proxy.cfg')
const PAGE = 4096
// Lines of one version, so that no part of one is the other.
const textOf = (version: string, pages: number) =>
  `${`# ${version}\n`.repeat(Math.ceil((pages * PAGE) / (version.length + 3)))}# end\n`

/** What came of one try. */
export interface DiskStep {
  readonly what: string
  /** What the first try said; undefined when it succeeded. */
  readonly refused: { readonly code: string; readonly message: string; readonly hint: string | undefined } | undefined
  /** What the target held after it. */
  readonly target: 'old' | 'new' | 'other'
  /** Names beside the target after it. */
  readonly beside: readonly string[]
  /** Whether the new text was live and loaded once the reason was gone. */
  readonly healed: boolean
}

/** Try to give the target another text while something is in the way, then take that away and let it try again. */
async function step(what: string, pages: number, inTheWay: () => unknown, away: () => unknown): Promise<void> {
  const before = await readFile(target, 'utf8')
  const version = `${what} `.replaceAll(' ', '-')
  const text = textOf(version, pages)
  const proxym = open(text)
  await inTheWay()
  const { problems } = await proxym.refresh()
  const held = await readFile(target, 'utf8').catch(() => before)
  const beside = (await readdir(disk).catch(() => [])).filter(name => name !== 'proxy.cfg' && name !== 'ballast')
  await away()
  await proxym.refresh()
  const isLive = (await readFile(target, 'utf8')) === text && (await readFile(join(folder, 'loaded'), 'utf8')) === text
  await proxym.stop()
  const [problem] = problems
  const refused = problem === undefined ? undefined : { code: problem.code, message: problem.message, hint: problem.hint }
  const found = held === before ? 'old' : held === text ? 'new' : 'other'
  const result: DiskStep = { what, refused, target: found, beside, healed: isLive }
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

function open(text: string) {
  const source = {
    name: 'source',
    apply(proxym: Parameters<ReturnType<typeof haproxy>['apply']>[0]) {
      proxym.hooks.generateServices.tap('service', services => services.add({ id: 'web' }))
    },
  }
  const output = haproxy({
    templatePath: () => text,
    syntax: 'none',
    configFilePath: target,
    // No check command: the writer alone must find out that a text is not whole.
    reloadCommand: `cp %s ${join(folder, 'loaded')}`,
    reloadGapMs: 0,
  })
  return createTestProxym([source, output], { debounceMs: 1 })
}

const mount = (...args: readonly string[]) => execFileSync('mount', args, { stdio: 'ignore' })
const umount = (path: string) => execFileSync('umount', [path], { stdio: 'ignore' })
const ballast = join(disk, 'ballast')

await mkdir(disk)
mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk)
await writeFile(target, textOf('first', 40))
// The new text is 60 pages; some more, and there is room for it.
for (let free = 0; free <= 64; free++) {
  const fill = async () => {
    const { bavail } = await statfs(disk)
    await writeFile(ballast, Buffer.alloc((bavail - free) * PAGE))
  }
  await step(`${free} pages free`, 60, fill, () => rm(ballast))
}
await step(
  'read-only',
  10,
  () => mount('-o', 'remount,ro', disk),
  () => mount('-o', 'remount,rw', disk),
)

const aside = join(folder, 'aside')
const removed = async () => {
  umount(disk)
  await rename(disk, aside)
}
const recreated = async () => {
  await mkdir(disk)
  await writeFile(target, 'by hand\n')
}
await step('folder removed', 10, removed, recreated)

await writeFile(join(folder, 'mounted'), await readFile(target))
await step(
  'target mounted',
  10,
  () => mount('--bind', join(folder, 'mounted'), target),
  () => umount(target),
)
