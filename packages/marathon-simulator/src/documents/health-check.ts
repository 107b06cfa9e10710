import type { Features } from '../features.ts'
import type { AppSpec } from '../model/app-spec.ts'

/** A health check with what it is by default. */
export function healthCheckDocument(check: AppSpec['healthChecks'][number], { leavesOut, hasStream }: Features): object {
  const isHttp = check.protocol.includes('HTTP')
  return {
    ...(isHttp && { path: '/' }),
    // Only the oldest name the command that a check over the network does not have.
    ...(!hasStream && { command: null }),
    ...(check.protocol !== 'COMMAND' && check['port'] === undefined && { portIndex: 0 }),
    gracePeriodSeconds: 300,
    intervalSeconds: 60,
    timeoutSeconds: 20,
    maxConsecutiveFailures: 3,
    ...(leavesOut && { delaySeconds: 15, ipProtocol: 'IPv4' }),
    ...(isHttp && { ignoreHttp1xx: false }),
    ...check,
  }
}
