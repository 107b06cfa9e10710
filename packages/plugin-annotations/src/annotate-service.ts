import type { Service } from '@proxym/core'
import type { Annotation } from './annotation.ts'

/** The service with what an annotation says: single values replace, domains are added. */
export function annotateService(service: Service, annotation: Annotation): Service {
  const { applicationProtocol = service.applicationProtocol, config = service.config, proxyPath = service.proxyPath } = annotation
  const domains = [...new Set([...service.domains, ...(annotation.domains ?? [])])]
  return { ...service, applicationProtocol, config, proxyPath, domains }
}
