import type { ServiceInput } from '@proxym/core'
import type { HostPort } from './address.ts'

/** The leading master as a service: http under its domain. */
export function toService(domain: string, { host, port }: HostPort): ServiceInput {
  return {
    id: 'mesos_master',
    applicationProtocol: 'http',
    transportProtocol: 'tcp',
    domains: [domain],
    hosts: [{ ip: host, port }],
    port: 80,
  }
}
