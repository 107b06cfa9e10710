import type { Host, Service } from '@proxym/core'

/** A host with defaults. */
export const host = (ip: string, port: number, weight = 1): Host => ({ ip, port, weight, metadata: {} })

/** An http service with defaults for everything but its id. */
export function service(fields: Pick<Service, 'id'> & Partial<Service>): Service {
  return {
    source: 'File',
    domains: [],
    hosts: [],
    port: 0,
    servicePort: 0,
    listenPort: 0,
    applicationProtocol: 'http',
    transportProtocol: 'tcp',
    proxyPath: '',
    config: '',
    metadata: {},
    ...fields,
  }
}

/** A service that is not http, with a listener. */
export const tcpService = (fields: Pick<Service, 'id' | 'listenPort'> & Partial<Service>) =>
  service({ applicationProtocol: '', ...fields })
