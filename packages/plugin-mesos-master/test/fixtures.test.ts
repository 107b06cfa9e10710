import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parsePid } from '../src/address.ts'
import { readMembers } from '../src/read-members.ts'
import { readState } from '../src/read-reply.ts'

const folder = process.env['PROXYM_FIXTURES']
// Real documents lie beside the repository in CI only.
const files = folder === undefined ? [] : readdirSync(join(folder, 'mesos')).filter(name => name.endsWith('.json'))
if (folder === undefined) process.stderr.write('PROXYM_FIXTURES is not set: the real documents of Mesos are NOT tested\n')

describe('real documents of Mesos', () => {
  test(folder === undefined ? 'are NOT tested: PROXYM_FIXTURES is not set' : 'are there', () => {
    expect(folder === undefined || files.length > 0).toBe(true)
  })

  test.each(files)('%s: its leader is found, or it is no state, however it is cut', async name => {
    const text = readFileSync(join(folder ?? '', 'mesos', name), 'utf8')
    const pid = (JSON.parse(text) as { readonly leader?: string }).leader
    for (const size of [1, 64, text.length]) {
      async function* chunks() {
        for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size))
      }
      const reading = await readState({ status: 200, location: undefined, chunks: chunks() }, '/master/state')
      expect(reading).toEqual(pid === undefined ? { reason: expect.any(String) } : { leader: parsePid(pid) })
    }
  })

  test.each(files)('%s: cut off at any byte it names the same leader or fails, and never says that nobody leads', async name => {
    const text = readFileSync(join(folder ?? '', 'mesos', name), 'utf8').trimEnd()
    for (let length = 0; length < Math.min(text.length, 2000); length++) {
      const chunks = (async function* () {
        yield Buffer.from(text.slice(0, length))
      })()
      const { found, complete } = await readMembers(chunks, ['leader'], 'leader', 1e6)
      expect(complete).toBe(false)
      if (found.has('leader')) expect(text).toContain(`"leader" : "${found.get('leader')}"`)
    }
  })
})
