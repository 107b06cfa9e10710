import type { Service } from '@proxym/core'

/** `2 services, 1 host`. */
export function total(services: readonly Service[]): string {
  const hosts = services.reduce((sum, service) => sum + service.hosts.length, 0)
  return `${count(services.length, 'service')}, ${count(hosts, 'host')}`
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
