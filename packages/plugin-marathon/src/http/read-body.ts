import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { ProxymError } from '@proxym/core'
import { limits } from '../limits.ts'
import { serverProblem } from './errors.ts'

/**
 * The whole body of an answer as text. What counts against the limit is what comes out of the decoder: 300 kB of gzip can
 * hold 300 MB.
 *
 * @throws ProxymError `PROXYM_MARATHON_TOO_LARGE`; the rest is not read
 */
export async function readBody(
  body: Readable,
  encoding: string,
  where: string,
  mostBytes: number = limits.bodyBytes,
): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  const collect = async (source: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of source) {
      length += chunk.length
      if (length > mostBytes) throw new ProxymError(serverProblem.tooLarge(where))
      chunks.push(chunk)
    }
  }
  const name = encoding.trim().toLowerCase()
  if (name === 'gzip' || name === 'x-gzip') await pipeline(body, createGunzip(), collect)
  else if (name === '' || name === 'identity') await pipeline(body, collect)
  else {
    body.on('error', () => {}).destroy()
    throw new ProxymError(serverProblem.encoding(where, encoding))
  }
  return Buffer.concat(chunks).toString('utf8')
}
