import type { MappingOptions } from '../options.ts'
import type { App } from './document.ts'
import { domainsIn } from './labels.ts'

/** What the labels of marathon-lb say of one port. */
export interface HaproxyLabels {
  /** False: the port is not to be proxied. */
  readonly enabled: boolean
  readonly domains: readonly string[]
  readonly path: string
  readonly servicePort: number | undefined
  readonly isHttp: boolean
}

const none: HaproxyLabels = { enabled: true, domains: [], path: '', servicePort: undefined, isHttp: false }

/** Read `HAPROXY_GROUP` and `HAPROXY_<index>_…`; an app without any such label is left to the labels of proxym. */
export function haproxyLabels(app: App, index: number, option: MappingOptions['haproxyLabels']): HaproxyLabels {
  const labels = app.labels ?? {}
  if (option === false || !Object.keys(labels).some(key => key.startsWith('HAPROXY_'))) return none
  const of = (name: string): string => labels[`HAPROXY_${index}_${name}`]?.trim() ?? ''
  const groups = (of('GROUP') || (labels['HAPROXY_GROUP'] ?? '')).split(',').map(group => group.trim())
  const inGroup = option === true || groups.some(group => option.includes(group))
  const domains = domainsIn(of('VHOST'))
  const mode = of('MODE').toLowerCase()
  return {
    enabled: inGroup && of('ENABLED').toLowerCase() !== 'false',
    domains,
    path: of('PATH') || of('HTTP_BACKEND_PROXYPASS_PATH'),
    servicePort: /^[1-9]\d{0,4}$/.test(of('PORT')) && Number(of('PORT')) <= 65_535 ? Number(of('PORT')) : undefined,
    isHttp: mode === 'http' || (mode === '' && domains.length > 0),
  }
}
