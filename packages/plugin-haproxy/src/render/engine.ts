import { Context, type Emitter, Liquid, type Template, toValueSync } from 'liquidjs'
import { CarriageReturn } from './carriage-return.ts'
import { compileProgram, type Program } from './compile/program.ts'
import { type Piece, textOf } from './compile/sink.ts'
import { registerFilters } from './filters.ts'
import { registerMapfile, type SideFile } from './mapfile-tag.ts'
import { OutputTooLong } from './output-too-long.ts'
import { createTemplateFiles, type Sources } from './template-files.ts'
import { createTidyParts } from './tidy-parts.ts'

/** A tidy text as pieces of whole lines, and the files that it names. */
export interface RenderedParts {
  readonly pieces: readonly string[]
  readonly sideFiles: readonly SideFile[]
}

export interface EngineOptions {
  readonly path: string
  readonly root: string
  /** Known files; grows with what is read. */
  readonly sources: Sources
  readonly onRead: (path: string, text: string | null) => void
  /** Hears new pieces as they are made, in no order; whether it comes to a text shows at the end. */
  readonly onLines: (lines: string) => void
  readonly outputChars: number
  /** How the paths of files beside the configuration begin. */
  readonly filePrefix: string
}

/**
 * One version of a template, parsed at the first rendering. Data is never parsed as a template. Gives the tidy text as pieces of whole
 * lines; what did not change since the last rendering is the same string again.
 */
export function createEngine({ path, root, sources, onRead, onLines, outputChars, filePrefix }: EngineOptions) {
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
  const sideFiles = new Map<string, SideFile>()
  registerMapfile(liquid, { prefix: filePrefix, onFile: file => sideFiles.set(file.path, file) })
  const tidyParts = createTidyParts()
  const onFresh = (piece: Piece) => {
    const lines = tidyParts.linesOf(piece)
    if (lines !== '') onLines(lines)
  }
  let compiled: { readonly templates: readonly Template[]; readonly program: Program } | undefined

  const byLiquid = (templates: readonly Template[], data: object): string => {
    const context = new Context(data, liquid.options, { sync: true }, { liquid })
    return String(toValueSync(liquid.renderer.renderTemplates([...templates], context, cappedEmitter(outputChars))))
  }

  /** A file that the text does not name is none. */
  const named = (pieces: readonly string[]): RenderedParts => ({
    pieces,
    sideFiles: [...sideFiles.values()].filter(({ path: file }) => pieces.some(piece => piece.includes(file))),
  })

  return (data: object): RenderedParts => {
    sideFiles.clear()
    if (compiled === undefined) {
      const templates = liquid.parse(files.readFileSync(path), path)
      compiled = { templates, program: compileProgram(liquid, templates, { outputChars, onFresh }) }
    }
    const { templates, program } = compiled
    try {
      return named(tidyParts.join(program(copyOf(data))))
    } catch (error) {
      if (error instanceof OutputTooLong || error instanceof CarriageReturn) throw error
      // Liquid tells what is wrong and where, or copes.
      sideFiles.clear()
      return named(tidyParts.join([byLiquid(templates, copyOf(data))]))
    }
  }
}

/** What `increment` counts in; what is made only when it is read stays so. */
function copyOf(data: object): object {
  return Object.defineProperties({}, Object.getOwnPropertyDescriptors(data))
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
