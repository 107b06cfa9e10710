import type { Writable } from 'node:stream'
import { styleText } from 'node:util'

type Format = Parameters<typeof styleText>[0]
/** Colour text for one stream, or leave it as it is. */
export type Paint = (format: Format, text: string) => string

export type ColorChoice = 'auto' | 'always' | 'never'

/** How to paint on a stream: by what Node says of it, unless the user has said. */
export function paintOn(stream: Writable, color: ColorChoice): Paint {
  if (color === 'never') return (_, text) => text
  if (color === 'always') return (format, text) => styleText(format, text, { validateStream: false })
  return (format, text) => styleText(format, text, { stream: stream as NodeJS.WriteStream })
}

/** Columns of a terminal; 80 when unknown. */
export function widthOf(stream: Writable): number {
  return 'columns' in stream && typeof stream.columns === 'number' && stream.columns > 0 ? stream.columns : 80
}

export function isTerminal(stream: Writable): boolean {
  return 'isTTY' in stream && stream.isTTY === true
}
