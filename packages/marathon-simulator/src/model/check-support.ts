import { notInVersion } from '../errors.ts'
import type { Features } from '../features.ts'
import { SimulatorError } from '../simulator-error.ts'
import type { AppSpec } from './app-spec.ts'

/**
 * Refuse an app that this version of Marathon could not run.
 *
 * @throws SimulatorError that names what is missing
 */
export function checkSupport(spec: AppSpec, features: Features): void {
  const { network, image } = spec
  const limits: readonly (readonly [what: string, isUsed: boolean, isKnown: boolean, since: string])[] = [
    ['the network `none`', network === 'none', !features.leavesOut, 'before 1.5'],
    ['the network `none` without an image', network === 'none' && image === undefined, false, 'before 1.5 and an image'],
    ['the network `user` with an image', network === 'user' && image !== undefined, features.hasUserNetwork, 'from 1.3'],
    ['the network `user`', network === 'user', features.hasIpAddress, 'from 0.14'],
    ['the network `bridge` without an image', network === 'bridge' && image === undefined, features.leavesOut, 'from 1.5'],
    [
      'the protocol `udp,tcp`',
      spec.ports.some(({ protocol }) => protocol === 'udp,tcp'),
      features.hasPortDefinitions,
      'from 1.0',
    ],
    ['a readiness check', spec.readinessChecks.length > 0, features.hasReadiness, 'from 1.1'],
    ['a resident app', spec.resident, features.hasResidency, 'from 1.0'],
    ['`unreachableStrategy`', spec.unreachableStrategy !== undefined, features.hasInstances, 'from 1.4'],
    ['`unreachableStrategy: "disabled"`', spec.unreachableStrategy === 'disabled', features.leavesOut, 'from 1.5'],
  ]
  const missing = limits.find(([, isUsed, isKnown]) => isUsed && !isKnown)
  if (missing !== undefined) throw new SimulatorError(notInVersion(missing[0], features.version.text, missing[3]))
}
