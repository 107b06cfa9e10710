import type { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { ProxymError } from '@proxym/core'
import { limits } from '../limits.ts'
import { serverProblem } from './errors.ts'

/**
 * Take the body of an answer as it comes in. What counts against the limit is what comes out of the decoder: 300 kB of gzip can hold
 * 300 MB.
 *
 * @throws ProxymError `PROXYM_MARATHON_TOO_LARGE`; the rest is not read
 */
export async function takeBody(
  body: Readable,
  encoding: string,
  where: string,
  take: (chunk: Buffer) => void,
  mostBytes: number = limits.bodyBytes,
): Promise<void> {
  let length = 0
  const collect = (chunk: Buffer): void => {
    length += chunk.length
    if (length > mostBytes) throw new ProxymError(serverProblem.tooLarge(where))
    take(chunk)
  }
  const name = encoding.trim().toLowerCase()
  if (name === 'gzip' || name === 'x-gzip') {
    const decoder = createGunzip()
    await Promise.all([pipeline(body, decoder), eachChunk(decoder, collect)])
  } else if (name === '' || name === 'identity') await eachChunk(body, collect)
  else {
    body.on('error', () => {}).destroy()
    throw new ProxymError(serverProblem.encoding(where, encoding))
  }
}

/** Cheaper than iterating: a large body has hundreds of chunks. What `take` throws ends the stream. */
function eachChunk(stream: Readable, take: (chunk: Buffer) => void): Promise<void> {
  stream.on('data', (chunk: Buffer) => {
    try {
      take(chunk)
    } catch (error) {
      stream.destroy(error as Error)
    }
  })
  return finished(stream)
}

/** The whole body of an answer as text, within the same limit. */
export async function readBody(body: Readable, encoding: string, where: string, mostBytes?: number): Promise<string> {
  const chunks: Buffer[] = []
  await takeBody(body, encoding, where, chunk => void chunks.push(chunk), mostBytes)
  return Buffer.concat(chunks).toString('utf8')
}
