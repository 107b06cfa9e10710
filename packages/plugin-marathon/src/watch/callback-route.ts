import type { PluginContext } from '@proxym/core'
import type { EventRules } from './event-rules.ts'
import { readEvent } from './read-event.ts'

/** The path of one instance of the plugin: two must not take each other's calls. */
export function callbackPath(name: string): string {
  return `/${name.replace(/[^A-Za-z0-9_-]/g, '-')}/callback`
}

/**
 * Add the route that Marathon calls. It answers 200 with an empty body whatever comes, because Marathon waits longer and longer
 * for a subscriber that answers anything else; the work is done later.
 */
export function addCallbackRoute(proxym: Pick<PluginContext, 'http' | 'name'>, rules: EventRules): void {
  proxym.http.post(callbackPath(proxym.name), { access: 'hint' }, async context => {
    const event = readEvent(await context.req.text())
    if (event !== undefined) rules.handle(event)
    return context.body(null, 200)
  })
}
