import { ProxymError } from '@proxym/core'
import { fileProblem } from './errors.ts'

/**
 * The text of a file: UTF-8, without its byte order mark.
 *
 * @throws ProxymError `PROXYM_FILE_ENCODING` for UTF-16, NUL bytes and anything else that is no UTF-8
 */
export function decode(path: string, bytes: Uint8Array): string {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new ProxymError(fileProblem.encoding(path, 'UTF-16'))
  }
  const nul = bytes.indexOf(0)
  if (nul !== -1) throw new ProxymError(fileProblem.encoding(path, `byte ${nul + 1} is NUL (UTF-16, or no text at all)`))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ProxymError(fileProblem.encoding(path, 'some bytes belong to another encoding'))
  }
}
