import { authority, type ListenAddress } from '@proxym/core'
import type { Server } from '../options/server.ts'

/** Where Marathon calls back when nothing is configured; undefined when it could not reach that. */
export function defaultCallbackUrl(
  listen: ListenAddress | undefined,
  servers: readonly Server[],
  path: string,
): string | undefined {
  if (listen === undefined || listen.port === 0) return undefined
  const isWildcard = listen.host === '' || listen.host === '0.0.0.0' || listen.host === '::'
  if (!isWildcard && !isLoopback(listen.host)) return urlOf(listen.host, listen.port, path)
  // A Marathon elsewhere would call itself.
  if (!servers.every(({ origin }) => isLoopback(new URL(origin).hostname))) return undefined
  return urlOf(isWildcard ? '127.0.0.1' : listen.host, listen.port, path)
}

/** `host:port` as people write it. */
export function listenText(listen: ListenAddress | undefined): string {
  return listen === undefined ? 'an unknown address' : authority(listen.host, listen.port)
}

function urlOf(host: string, port: number, path: string): string {
  return `http://${authority(host, port)}${path}`
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)
}
