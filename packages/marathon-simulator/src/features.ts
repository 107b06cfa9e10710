import { isAtLeast, type Version } from './version.ts'

/** What one Marathon version does differently from another. */
export interface Features {
  readonly version: Version
  /** Documents leave out what is not set (1.5 and later); before, they carry `null`. */
  readonly leavesOut: boolean
  /** Instances beside tasks, with events of their own, and pods. */
  readonly hasInstances: boolean
  /** Conditions begin with `Provisioned` rather than `Created`. */
  readonly provisions: boolean
  readonly hasPortDefinitions: boolean
  readonly hasFetch: boolean
  readonly hasReadiness: boolean
  readonly hasResidency: boolean
  readonly hasIpAddress: boolean
  readonly hasUserNetwork: boolean
  readonly hasVersionInfo: boolean
  readonly hasRoles: boolean
  readonly hasSecrets: boolean
  readonly taskHasState: boolean
  readonly taskHasSlaveId: boolean
  readonly takesManyEmbeds: boolean
  /** Which content type `/v2/tasks` prefers, and whether text is still there. */
  readonly textTasks: 'preferred' | 'offered' | 'refused'
  readonly hasStream: boolean
  /** Whether events in the stream have an `event:` line. */
  readonly namesEvents: boolean
  readonly filtersEvents: boolean
  readonly planFormat: 'heavy' | 'on request' | 'light by default' | 'light'
  readonly planInSuccess: boolean
  /** Steps of a plan are lists of actions; the oldest documents show one action each. */
  readonly groupsActions: boolean
  readonly hasCallbacks: boolean
  /** Events that a stream may hold unsent, and what happens to a reader that is slower. */
  readonly outstandingEvents: number
  readonly slowReader: 'loses events' | 'is closed'
  readonly standbyStream: 'proxied' | 'redirected'
  /** Whether answers name the leader and the way they came. */
  readonly hasProxyHeaders: boolean
  /** 0.8 serves requests by itself when it knows no leader, and hides failures of the leader. */
  readonly hidesLeaderLoss: boolean
  readonly statusWithoutLeader: number
  readonly statusLeaderRefuses: number
  /** Seconds; what an app without a strategy of its own gets. */
  readonly unreachable: { readonly inactiveAfterSeconds: number; readonly expungeAfterSeconds: number }
}

/** What a version does. */
export function featuresOf(version: Version): Features {
  const since = (major: number, minor: number, patch = 0) => isAtLeast(version, major, minor, patch)
  return {
    version,
    leavesOut: since(1, 5),
    hasInstances: since(1, 4),
    provisions: since(1, 8),
    hasPortDefinitions: since(1, 0),
    hasFetch: since(1, 0),
    hasReadiness: since(1, 1),
    hasResidency: since(1, 0),
    hasIpAddress: since(0, 14),
    hasUserNetwork: since(1, 3),
    hasVersionInfo: since(0, 11),
    hasRoles: since(1, 9),
    hasSecrets: since(1, 3),
    taskHasState: since(0, 15),
    taskHasSlaveId: since(0, 11),
    takesManyEmbeds: since(0, 11),
    textTasks: since(1, 10) ? 'refused' : since(0, 10) ? 'offered' : 'preferred',
    hasStream: since(0, 9),
    namesEvents: since(0, 11),
    filtersEvents: since(1, 3, 7),
    planFormat: planFormatOf(since),
    planInSuccess: since(0, 15),
    groupsActions: since(0, 9),
    hasCallbacks: !since(1, 5),
    outstandingEvents: since(1, 4) ? 1024 : 50,
    slowReader: since(1, 8) ? 'is closed' : 'loses events',
    standbyStream: since(1, 7) ? 'redirected' : 'proxied',
    hasProxyHeaders: since(0, 9),
    hidesLeaderLoss: !since(0, 9),
    statusWithoutLeader: since(1, 7) ? 502 : 503,
    statusLeaderRefuses: since(1, 4) && !since(1, 5) ? 503 : 502,
    unreachable: since(1, 5)
      ? { inactiveAfterSeconds: 0, expungeAfterSeconds: 0 }
      : { inactiveAfterSeconds: 900, expungeAfterSeconds: 604_800 },
  }
}

function planFormatOf(since: (major: number, minor: number, patch?: number) => boolean): Features['planFormat'] {
  if (since(1, 8)) return 'light'
  if (since(1, 7)) return 'light by default'
  if (since(1, 6)) return since(1, 6, 322) ? 'on request' : 'heavy'
  return since(1, 5, 9) ? 'on request' : 'heavy'
}
