import type { Documents } from '../documents/create-documents.ts'
import { groupDocument } from '../documents/group-document.ts'
import type { Features } from '../features.ts'
import type { App } from '../model/app.ts'
import type { Action } from '../model/decide-tasks.ts'
import type { EventBody, PlanFormat } from './create-event-bus.ts'

export interface PlannedAction {
  readonly action: Action
  readonly app: string
}

/** What a deployment is going to do. */
export interface Plan {
  readonly id: string
  readonly version: string
  readonly original: { readonly apps: ReadonlyMap<string, App>; readonly version: string }
  readonly target: { readonly apps: ReadonlyMap<string, App>; readonly version: string }
  readonly steps: readonly (readonly PlannedAction[])[]
}

/** What the events of deployments say, in the format of one version. */
export function createDeploymentEvents(features: Features, documents: Documents) {
  const stepOf = (actions: readonly PlannedAction[]): object => (features.groupsActions ? { actions } : (actions[0] ?? {}))

  const write = (plan: Plan, format: PlanFormat): string => {
    const steps = features.groupsActions ? plan.steps.map(stepOf) : plan.steps.flat()
    const rest = `"steps":${JSON.stringify(steps)},"version":${JSON.stringify(plan.version)}}`
    const head = `{"id":${JSON.stringify(plan.id)}`
    if (format === 'light') return `${head},${rest}`
    const original = groupDocument(plan.original.apps, plan.original.version, documents)
    const target = groupDocument(plan.target.apps, plan.target.version, documents)
    return `${head},"original":${original},"target":${target},${rest}`
  }
  const known = new WeakMap<Plan, Map<PlanFormat, string>>()
  const planJson = (plan: Plan, format: PlanFormat): string => {
    const forms = known.get(plan) ?? new Map<PlanFormat, string>()
    known.set(plan, forms)
    const text = forms.get(format) ?? write(plan, format)
    forms.set(format, text)
    return text
  }

  return {
    /** Of `deployment_info` and `deployment_step_success`. */
    step(plan: Plan, index: number): EventBody {
      const current = JSON.stringify(stepOf(plan.steps[index] ?? []))
      return format => `{"plan":${planJson(plan, format)},"currentStep":${current}}`
    },
    /** Of `deployment_success` and `deployment_failed`. */
    end(plan: Plan): EventBody {
      if (!features.planInSuccess) return { id: plan.id }
      return format => `{"id":${JSON.stringify(plan.id)},"plan":${planJson(plan, format)}}`
    },
  }
}

export type DeploymentEvents = ReturnType<typeof createDeploymentEvents>
