import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { holdsBytes } from '../../src/write/holds-bytes.ts'
import { tempFolder } from '../rig/temp-folder.ts'

const atOnce = 1_048_576

test.each([0, 1, 1000, atOnce - 1, atOnce, atOnce + 1, 3 * atOnce + 7])(
  'a file of %i bytes holds those, and no others',
  async size => {
    const path = join(await tempFolder(), 'file')
    const bytes = Buffer.from(Array.from({ length: size }, (_, index) => (index * 7 + (index >> 8)) & 255))
    await writeFile(path, bytes)
    expect(await holdsBytes(path, [bytes])).toBe(true)
    for (const at of [0, 1, size >> 1, size]) {
      expect(await holdsBytes(path, [bytes.subarray(0, at), bytes.subarray(at)]), `in two parts, ${at}`).toBe(true)
    }
    expect(await holdsBytes(path, [bytes, Buffer.of(0)])).toBe(false)
    if (size === 0) return
    expect(await holdsBytes(path, [bytes.subarray(0, -1)])).toBe(false)
    for (const at of [0, size >> 1, size - 1]) {
      const other = Buffer.from(bytes)
      other[at] = (other[at] ?? 0) ^ 1
      expect(await holdsBytes(path, [other]), `byte ${at}`).toBe(false)
    }
  },
)

test('no file holds nothing', async () => {
  await expect(holdsBytes(join(await tempFolder(), 'none'), [])).rejects.toMatchObject({ code: 'ENOENT' })
})
