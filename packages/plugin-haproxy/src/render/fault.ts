import { LiquidError } from 'liquidjs'
import { CarriageReturn } from './carriage-return.ts'
import { OutputTooLong } from './output-too-long.ts'
import type { Sources } from './template-files.ts'

/** What went wrong with a template, as plain data that crosses threads. */
export interface Fault {
  readonly kind: 'syntax' | 'variable' | 'filter' | 'partial' | 'too-long' | 'carriage-return' | 'render'
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** Read what Liquid threw. `path` is the template, for errors that name no file; `sources` tell which text it was. */
export function faultOf(error: unknown, path: string, sources: Sources): Fault {
  // Errors in values carry the text that they stand in, but not its file.
  const fileOf = (input: string) => [...sources].find(([, text]) => text === input)?.[0]
  if (error instanceof OutputTooLong) return { kind: 'too-long', message: '', file: path }
  if (error instanceof CarriageReturn) return { kind: 'carriage-return', message: '', line: error.line }
  if (!LiquidError.is(error))
    return { kind: 'render', message: error instanceof Error ? error.message : String(error), file: path }
  const root = rootOf(error)
  if (root instanceof OutputTooLong) return { kind: 'too-long', message: '', file: path }
  const message = withoutPlace(root instanceof Error ? root.message : error.message)
  const [line, column] = error.token.getPosition()
  const place = {
    file: error.token.file ?? fileOf(error.token.input) ?? path,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  }
  return { kind: kindOf(error, message), message, ...place }
}

function rootOf(error: LiquidError): unknown {
  return error.originalError === undefined
    ? error
    : LiquidError.is(error.originalError)
      ? rootOf(error.originalError)
      : error.originalError
}

function kindOf({ name }: Error, message: string): Fault['kind'] {
  if (name === 'UndefinedVariableError') return 'variable'
  if (/^undefined filter/.test(message)) return 'filter'
  if (/^ENOENT/.test(message)) return 'partial'
  return name === 'RenderError' ? 'render' : 'syntax'
}

// Liquid adds the place to its messages; here it has fields of its own.
function withoutPlace(message: string): string {
  return message.replace(/(?:, file:.*)?, line:\d+, col:\d+$/s, '')
}
