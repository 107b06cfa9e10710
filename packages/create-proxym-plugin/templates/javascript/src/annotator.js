import { isHttp } from '@proxym/core'

/**
 * Gives each http service a domain below `suffix`; undefined leaves a service as it is.
 *
 * @param {string} suffix
 */
export function annotator(suffix) {
  /** @type {(service: import('@proxym/core').Service) => import('@proxym/core').Service | undefined} */
  return service => {
    const label = service.id
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
    if (!isHttp(service) || label === '') return undefined
    return { ...service, domains: [...service.domains, `${label}.${suffix}`] }
  }
}
