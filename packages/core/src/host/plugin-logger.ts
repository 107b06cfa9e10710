import { currentTap } from '../hooks/current-tap.ts'
import type { Logger } from '../log/logger.ts'

/** The logger of one plugin: lines carry the tap that is running, `marathon/apps`, or else the plugin's name. */
export function createPluginLogger(logger: Logger, plugin: string): Logger {
  const named = new Map<string, Logger>()
  const current = (): Logger => {
    const tap = currentTap()
    const module = tap?.owner.name === plugin ? tap.id : plugin
    const known = named.get(module) ?? logger.named(module)
    named.set(module, known)
    return known
  }
  return {
    error: (message, fields) => current().error(message, fields),
    warn: (message, fields) => current().warn(message, fields),
    notice: (message, fields) => current().notice(message, fields),
    info: (message, fields) => current().info(message, fields),
    debug: (message, fields) => current().debug(message, fields),
    named: module => logger.named(module.startsWith(`${plugin}/`) ? module : `${plugin}/${module}`),
  }
}
