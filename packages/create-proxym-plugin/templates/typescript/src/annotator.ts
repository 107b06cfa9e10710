import { isHttp, type Service } from '@proxym/core'

/** Gives each http service a domain below `suffix`; undefined leaves a service as it is. */
export function annotator(suffix: string) {
  return (service: Service): Service | undefined => {
    const label = service.id
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
    if (!isHttp(service) || label === '') return undefined
    return { ...service, domains: [...service.domains, `${label}.${suffix}`] }
  }
}
