import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'

const block = Buffer.alloc(1024 * 1024, ' ')

/** Send `{"apps":[` and then spaces, `bytes` in all; with gzip, a thousandth of it goes over the connection. */
export function sendHuge(response: ServerResponse, bytes: number, isGzip: boolean): void {
  const encoding = isGzip ? { 'content-encoding': 'gzip' } : {}
  response.writeHead(200, { 'content-type': 'application/json', ...encoding })
  // Several gzip members one after the other are one gzip file: the same block serves again and again.
  const packed = isGzip ? gzipSync(block) : block
  let left = Math.ceil(bytes / block.length)
  const go = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= 1
      if (response.write(packed)) continue
      response.once('drain', go)
      return
    }
    if (!response.destroyed) response.end()
  }
  const start = Buffer.from('{"apps":[')
  response.write(isGzip ? gzipSync(start) : start)
  go()
}
