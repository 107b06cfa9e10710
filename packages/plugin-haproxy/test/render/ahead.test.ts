import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { prepareService } from '../../src/data/index.ts'
import { createRenderThread } from '../../src/render/render-thread.ts'
import { openRenderer } from '../rig/render.ts'
import { service } from '../rig/service.ts'
import { writeTemplate } from '../rig/template.ts'

// Pieces of whole lines; many enough for several batches on the way to the thread and back.
const list = '{% for service in services %}\nbackend {{ service.id | backend_name }}\n{% endfor %}'
const services = Array.from({ length: 1800 }, (_, index) => service({ id: `s${index}`.padEnd(5, 'x') }))
const textOf = (many: typeof services) =>
  many
    .map(({ id }) => `backend ${id}\n`)
    .toSorted()
    .join('')

test('pieces are told while the rest is rendered, and each of them is in the text', async () => {
  const { path } = await writeTemplate(list)
  const thread = createRenderThread({ timeMs: 10_000, heapMiB: 256 })
  const prepared = services.flatMap(each => prepareService(each, { syntax: 'haproxy', configText: 'lint' }).service ?? [])
  const sources = new Map([[path, await readFile(path, 'utf8')]])
  const request = {
    ...{ path, root: dirname(path), version: 1, sources, outputChars: 1_000_000, filePrefix: '' },
    ...{ reserved: [], vars: {} },
  }
  const told: (readonly string[])[] = []
  try {
    const run = () =>
      thread.run(request, prepared, new AbortController().signal, { onRead: () => {}, onPieces: pieces => told.push(pieces) })
    const outcome = await run()
    if (!('pieces' in outcome)) throw new Error('no text')
    expect(told.length).toBeGreaterThan(1)
    expect(outcome.pieces).toEqual(expect.arrayContaining(told.flat()))
    expect(outcome.pieces.join('')).toBe(textOf(services))
    // What is there already is not told again.
    told.splice(0)
    expect(await run()).toEqual(outcome)
    expect(told).toEqual([])
  } finally {
    await thread.close()
  }
})

test('a fault behind many pieces loses nothing: the next text is right', async () => {
  const { path } = await writeTemplate(`${list}{% if services.size > 1700 %}{{ nope }}{% endif %}`)
  const run = openRenderer({ template: path, syntax: 'haproxy' })
  for (const many of [services, services.slice(0, 1000), services, services.slice(500, 1500)]) {
    if (many.length > 1700) await expect(run(many)).rejects.toThrow('nope')
    else expect((await run(many)).text).toBe(textOf(many))
  }
})

test('what lint has against a piece is said, whenever it was read', async () => {
  const { path } = await writeTemplate(
    `${list}{% for service in services %}\nbackend {{ service.id | backend_name }}\n{% endfor %}`,
  )
  const run = openRenderer({ template: path, syntax: 'haproxy' })
  await expect(run(services)).rejects.toThrow('backend s0xxx')
})
