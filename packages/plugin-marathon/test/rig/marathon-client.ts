import { onTestFinished } from 'vitest'
import { createClient, type GetJson, type MarathonClient } from '../../src/http/client.ts'
import { type MarathonOptions, options } from '../../src/options.ts'

/** A client with the given options, and a short way to ask it. */
export function clientWith(given: MarathonOptions, now?: () => number): MarathonClient & { get: GetJson } {
  const client = createClient(options.parse(given), now)
  onTestFinished(() => client.close())
  return { ...client, get: path => client.onOneServer(get => get(path), AbortSignal.timeout(15_000)) }
}
