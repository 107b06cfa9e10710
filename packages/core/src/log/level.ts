import { unknownLevel } from './errors.ts'
import { type Level, levels } from './logger.ts'

/**
 * The level that a text names, in any case.
 *
 * @throws ProxymError `PROXYM_LOG_LEVEL`
 */
export function parseLevel(text: string): Level {
  const wanted = text.trim().toLowerCase()
  const level = levels.find(name => name === wanted)
  if (level === undefined) throw unknownLevel(text)
  return level
}

/** Whether the level belongs on stderr. */
export const isLoud = (level: Level): boolean => level === 'critical' || level === 'error'

/** What syslog and journald call the level. */
export const priorities: Readonly<Record<Level, number>> = { critical: 2, error: 3, warning: 4, notice: 5, info: 6, debug: 7 }

/** pino's numbers: louder is larger. */
export const pinoLevels: Readonly<Record<Level, number>> = {
  critical: 60,
  error: 50,
  warning: 40,
  notice: 35,
  info: 30,
  debug: 20,
}
