import type { PluginContext } from '@proxym/core'
import { limits } from '../limits.ts'
import type { EventRules } from './event-rules.ts'
import { readEvent } from './read-event.ts'
import { createGroupFilter } from './without-groups.ts'

/** The path of one instance of the plugin: two must not take each other's calls. */
export function callbackPath(name: string): string {
  return `/${name.replace(/[^A-Za-z0-9_-]/g, '-')}/callback`
}

/**
 * Add the route that Marathon calls. It answers 200 with an empty body whatever comes, because Marathon waits longer and longer
 * for a subscriber that answers anything else; the work is done later.
 */
export function addCallbackRoute(proxym: Pick<PluginContext, 'http' | 'name'>, rules: EventRules): void {
  proxym.http.post(callbackPath(proxym.name), { access: 'hint', streams: true }, async context => {
    const text = await readCallback(context.req.raw.body)
    const event = text === undefined ? undefined : readEvent(text)
    if (event !== undefined) rules.handle(event)
    return context.body(null, 200)
  })
}

/** The text of an event without the groups in it; undefined when it is too long even so, and the rest is not read. */
async function readCallback(body: ReadableStream<Uint8Array> | null): Promise<string | undefined> {
  const decoder = new TextDecoder()
  const withoutGroups = createGroupFilter()
  let text = ''
  for await (const chunk of body ?? []) {
    text += withoutGroups(decoder.decode(chunk, { stream: true }))
    if (text.length > limits.callbackCharacters) return undefined
  }
  return text
}
