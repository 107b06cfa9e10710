import { bodyTooLarge } from './errors.ts'
import type { Refusal } from './refusal.ts'

/**
 * A request whose body is not larger than the limit. One that says its length was judged by that; one that comes
 * in chunks is read here, at most as far as the limit.
 */
export async function limitBody(request: Request, chunked: boolean, limit: number): Promise<Request | Refusal> {
  if (!chunked || request.body === null) return request
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > limit) return bodyTooLarge(limit)
    chunks.push(chunk)
  }
  const { url, method, headers, signal } = request
  return new Request(url, { method, headers, signal, body: Buffer.concat(chunks) })
}
