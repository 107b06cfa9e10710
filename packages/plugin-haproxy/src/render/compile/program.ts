import { Context, type Liquid, type Template } from 'liquidjs'
import { createOutputSink, type OutputOptions, type Piece } from './sink.ts'
import { compileTemplates } from './steps.ts'

/** Renders data, and remembers the texts of items of loops from one rendering to the next. */
export type Program = (data: object) => readonly (string | Piece)[]

/**
 * Compile parsed templates to functions. What they write is what Liquid writes, byte for byte; whatever they throw means that Liquid
 * must be asked instead.
 */
export function compileProgram(liquid: Liquid, templates: readonly Template[], options: OutputOptions): Program {
  const steps = compileTemplates(templates)
  return data => {
    const context = new Context(data, liquid.options, { sync: true }, { liquid })
    const out = createOutputSink(options)
    steps({ context, scopes: context['scopes'], out, trace: undefined, isForloopLoose: false })
    return out.parts()
  }
}
