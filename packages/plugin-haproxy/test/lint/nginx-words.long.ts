import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseNginx } from '../../src/lint/parse-nginx.ts'
import { checkFile } from '../rig/proxy.ts'
import { tempFolder } from '../rig/temp-folder.ts'

// Only values of `set`, so that nginx has nothing to refuse but how they are written.
const piece = fc.constantFrom(...'ab"\'\\ {};#\t\n)('.split(''), 'set $v a;', '\\"', "\\'", '"a b"', "'a;b'")
const texts = fc.sample(
  fc.array(piece, { minLength: 1, maxLength: 8 }).map(pieces => `set $v a${pieces.join('')};`),
  300,
)

test('takes for well written what nginx takes, and nothing else', async () => {
  const folder = await tempFolder()
  const file = join(folder, 'nginx.conf')
  let accepted = 0
  for (const text of texts) {
    await writeFile(
      file,
      `pid ${folder}/pid;\nerror_log stderr;\nevents {}\nhttp { server { listen 127.0.0.1:1; location / {\n${text}\n} } }\n`,
    )
    const { code, said } = await checkFile('nginx', file)
    const { directives, flaw } = parseNginx(text)
    const isWell =
      flaw === undefined &&
      directives.every(({ words, block }) => words[0] === 'set' && words[1] === '$v' && words.length === 3 && block === undefined)
    expect({ text, isWell }, said).toEqual({ text, isWell: code === 0 })
    if (isWell) accepted += 1
  }
  expect(accepted).toBeGreaterThan(5)
})
