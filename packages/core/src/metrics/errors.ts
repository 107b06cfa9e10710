import { ProxymError } from '../problem.ts'

export const metricInvalid = (name: string, reason: string): ProxymError =>
  new ProxymError({
    code: 'PROXYM_METRIC_INVALID',
    message: `The metric \`${name}\` ${reason}.`,
    hint: "Write e.g. `proxym.metrics.counter({ name: 'lookups_total', help: 'Lookups by result.', labels: ['result'] })`.",
  })
