import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Context, Liquid, toValueSync } from 'liquidjs'
import { textOf } from '../../../src/render/compile/sink.ts'
import { createEngine } from '../../../src/render/engine.ts'
import { registerFilters } from '../../../src/render/filters.ts'
import { registerMapfile, type SideFile } from '../../../src/render/mapfile-tag.ts'
import { createTemplateFiles } from '../../../src/render/template-files.ts'
import { tidy } from '../../../src/render/tidy.ts'

/** What a rendering comes to: the text, or what was thrown. */
export type Outcome = { readonly text: string } | { readonly error: string }

const root = mkdtempSync(join(tmpdir(), 'proxym-partials-'))
writeFileSync(join(root, 'part.liquid'), '<{{ x }}{% assign leaked = x %}>')
writeFileSync(join(root, 'place.liquid'), '{% if forloop.first %}{% assign a = words | push: forloop %}{% endif %}')

/** The compiled engine of a template, as one function from data to its outcome. */
export function compiled(template: string, outputChars = 1_000_000): (data: object) => Outcome {
  const path = join(root, 'template.liquid')
  const engine = createEngine({
    path,
    root,
    sources: new Map([[path, template]]),
    onRead: () => {},
    onLines: () => {},
    outputChars,
    filePrefix: '/etc/haproxy.cfg.',
  })
  return data =>
    outcomeOf(() => {
      const { pieces, sideFiles } = engine(data)
      return pieces.join('') + filesText(sideFiles)
    })
}

/** The same by Liquid alone, everything anew each time. */
export function byLiquid(template: string): (data: object) => Outcome {
  return data =>
    outcomeOf(() => {
      const path = join(root, 'template.liquid')
      const options = { root: [root], extname: '.liquid', relativeReference: false, ownPropertyOnly: true, lenientIf: true }
      const fs = createTemplateFiles(root, new Map([[path, template]]), () => {})
      const liquid = new Liquid({ ...options, fs, strictVariables: true, strictFilters: true })
      registerFilters(liquid)
      const files = new Map<string, SideFile>()
      registerMapfile(liquid, { prefix: '/etc/haproxy.cfg.', onFile: file => files.set(file.path, file) })
      const emitter = {
        buffer: '',
        write(value: unknown) {
          emitter.buffer += textOf(value)
        },
      }
      const context = new Context({ ...data }, liquid.options, { sync: true }, { liquid })
      toValueSync(liquid.renderer.renderTemplates(liquid.parse(template, path), context, emitter))
      const text = tidy(emitter.buffer)
      return text + filesText([...files.values()].filter(({ path: file }) => text.includes(file)))
    })
}

const filesText = (files: readonly SideFile[]) => files.map(({ path, content }) => `== ${path}\n${content}`).join('')

function outcomeOf(render: () => string): Outcome {
  try {
    return { text: render() }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}
