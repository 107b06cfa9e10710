import { Writable } from 'node:stream'
import { createLogger, type LoggerOptions } from '../../src/log/create-logger.ts'
import type { TimeZone } from '../../src/log/time-zone.ts'

/** A stream that keeps what is written to it. */
export class Capture extends Writable {
  text = ''
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
  get lines(): readonly string[] {
    return this.text.split('\n').slice(0, -1)
  }
}

/** Two hours east of Greenwich in summer. */
export const berlin: TimeZone = { offsetMinutes: () => 120, nameAt: () => 'CEST' }

/** A logger at 2026-07-04 14:02:08.050 in Berlin, and what it wrote. */
export function captureLogs(options: Partial<LoggerOptions> = {}) {
  const stdout = new Capture()
  const stderr = new Capture()
  const now = () => Date.parse('2026-07-04T12:02:08.050Z')
  const logger = createLogger({ stdout, stderr, now, zone: berlin, program: 'proxym', pid: 812, ...options })
  return { logger, stdout, stderr }
}
