import { Context, type Emitter, Liquid, toValueSync } from 'liquidjs'
import { registerFilters } from './filters.ts'
import { createTemplateFiles, type Sources } from './template-files.ts'

export interface EngineOptions {
  readonly path: string
  readonly root: string
  /** Known files; grows with what is read. */
  readonly sources: Sources
  readonly onRead: (path: string, text: string | null) => void
  readonly outputChars: number
}

/** The output grew beyond its limit. */
export class OutputTooLong extends Error {
  override readonly name = 'OutputTooLong'
}

/** One version of a template, parsed at the first rendering. Data is never parsed as a template. */
export function createEngine({ path, root, sources, onRead, outputChars }: EngineOptions) {
  const files = createTemplateFiles(root, sources, onRead)
  const liquid = new Liquid({
    root: [root],
    extname: '.liquid',
    fs: files,
    cache: true,
    relativeReference: false,
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // `if` and `default` may ask for what is not there: metadata is free and variables have defaults in the template.
    lenientIf: true,
  })
  registerFilters(liquid)
  let parsed: ReturnType<Liquid['parse']> | undefined

  return (data: object): string => {
    parsed ??= liquid.parse(files.readFileSync(path), path)
    const context = new Context(data, liquid.options, { sync: true }, { liquid })
    return String(toValueSync(liquid.renderer.renderTemplates(parsed, context, cappedEmitter(outputChars))))
  }
}

function cappedEmitter(most: number): Emitter {
  const emitter = {
    buffer: '',
    write(value: unknown) {
      emitter.buffer += textOf(value)
      if (emitter.buffer.length > most) throw new OutputTooLong()
    },
  }
  return emitter
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(textOf).join('')
  // "[object Object]" in a configuration helps nobody.
  if (typeof value === 'object') throw new TypeError('this is an object, not a text: name one of its fields')
  return String(value)
}
