import { normaliseId } from '../mapping/document.ts'
import { fieldOf } from '../mapping/record.ts'
import { appPath } from '../read/app-path.ts'

/** What an event of Marathon means here. */
export interface MarathonEvent {
  readonly type: string
  /** `app`: something of the named apps changed. `plan`: a deployment. `group`: definitions changed. `attached`: the stream stands. */
  readonly kind: 'app' | 'definition' | 'pod' | 'plan' | 'planEnd' | 'group' | 'attached' | 'other'
  /** The apps that it names. */
  readonly apps: readonly string[]
  /** The id of the deployment, or of the group. */
  readonly id: string
}

const kinds: Readonly<Record<string, MarathonEvent['kind'] | undefined>> = {
  __proto__: null as never,
  status_update_event: 'app',
  health_status_changed_event: 'app',
  instance_changed_event: 'app',
  instance_health_changed_event: 'app',
  unknown_instance_terminated_event: 'app',
  app_terminated_event: 'app',
  api_post_event: 'definition',
  pod_created_event: 'pod',
  pod_updated_event: 'pod',
  pod_deleted_event: 'pod',
  deployment_info: 'plan',
  deployment_step_success: 'plan',
  deployment_step_failure: 'plan',
  deployment_success: 'planEnd',
  deployment_failed: 'planEnd',
  group_change_success: 'group',
  event_stream_attached: 'attached',
}

/** The event types to subscribe to: all that mean anything here. */
export const eventTypes: readonly string[] = Object.keys(kinds)

/** Whether an event of this type means anything here; the many others need not even be parsed. */
export function isKnownType(type: string): boolean {
  return kinds[type] !== undefined
}

/** Read the text of an event; undefined for what is no event. Versions before 0.11 name the type in the text only. */
export function readEvent(text: string): MarathonEvent | undefined {
  let event: unknown
  try {
    event = JSON.parse(text)
  } catch {
    return undefined
  }
  const type = fieldOf(event, 'eventType')
  if (typeof type !== 'string') return undefined
  const kind = kinds[type] ?? 'other'
  // A task that only begins to start has nothing to route to yet.
  const isEarly = type === 'status_update_event' && /^TASK_(STAGING|STARTING)$/.test(String(fieldOf(event, 'taskStatus')))
  return { type, kind: isEarly ? 'other' : kind, apps: appsIn(event, kind), id: idIn(event, kind) }
}

function appsIn(event: unknown, kind: MarathonEvent['kind']): readonly string[] {
  if (kind === 'app') return ids([fieldOf(event, 'appId') ?? fieldOf(event, 'runSpecId')])
  if (kind === 'definition') return ids([fieldOf(fieldOf(event, 'appDefinition'), 'id')])
  if (kind === 'pod') return ids([podOf(fieldOf(event, 'uri'))])
  if (kind !== 'plan' && kind !== 'planEnd') return []
  const steps = [...listOf(fieldOf(fieldOf(event, 'plan'), 'steps')), fieldOf(event, 'currentStep')]
  // A step is one action in 0.8, several later.
  const actions = steps.flatMap(step => [step, ...listOf(fieldOf(step, 'actions'))])
  return ids(actions.map(action => fieldOf(action, 'app') ?? fieldOf(action, 'pod')))
}

function idIn(event: unknown, kind: MarathonEvent['kind']): string {
  const id = fieldOf(fieldOf(event, 'plan'), 'id') ?? fieldOf(event, kind === 'group' ? 'groupId' : 'id')
  return typeof id === 'string' ? id : ''
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function podOf(uri: unknown): unknown {
  return typeof uri === 'string' ? /^\/v2\/pods(\/[^:?]+)/.exec(uri)?.[1] : undefined
}

function ids(values: readonly unknown[]): readonly string[] {
  const names = values.flatMap(value => (typeof value === 'string' && value !== '' ? normaliseId(value) : []))
  // What cannot be an id is not asked for; the event then names no app.
  return [...new Set(names.filter(id => appPath(id) !== undefined))]
}
