import type { Writable } from 'node:stream'
import { styleText } from 'node:util'
import type { Level } from './logger.ts'

/** The colours that logs use, by their names in `util.styleText`. */
export type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan' | 'magenta'
/** Colours a text, or leaves it alone where the stream takes no colours. */
export type Paint = (colour: Colour, text: string) => string

/** How to colour for a stream: what Node says of it, unless `color` decides. */
export function paintFor(stream: Writable, color: boolean | undefined): Paint {
  const probe = color ?? styleText('red', 'x', { stream }) !== 'x'
  return probe ? (colour, text) => styleText(colour, text, { validateStream: false }) : (_colour, text) => text
}

/** The colour of a level in the pattern language; none for `info`. */
export const levelColours: Readonly<Partial<Record<Level, Colour>>> = {
  critical: 'magenta',
  error: 'red',
  warning: 'yellow',
  notice: 'green',
  debug: 'cyan',
}

/** The escape sequence that begins a colour; empty where the stream takes none. */
export const opening = (paint: Paint, colour: Colour): string => paint(colour, '|').split('|')[0] ?? ''
