import type { Service } from '@proxym/core'

/** How a service is carried. */
export type Mode = 'http' | 'tcp' | 'udp'

/** A service as templates see it: every field of the service and what is derived from it. */
export interface TemplateService extends Service {
  readonly mode: Mode
  /** Path that answers whether a host is healthy; empty when unknown. From `metadata.health`. */
  readonly healthPath: string
}

/** Requests for one host and path go to one service. */
export interface Route {
  /** `shop.example.com`, `*.example.com`, or empty for every host that no other route claims. */
  readonly host: string
  readonly wildcard: boolean
  /** `/api`, or empty for every path. */
  readonly path: string
  readonly service: TemplateService
}

/** Hosts that share the same routes; for proxies that choose the host first. */
export interface Site {
  readonly hosts: readonly string[]
  readonly routes: readonly Route[]
}

/** One service on a port of its own. */
export interface Listener {
  readonly port: number
  readonly transport: 'tcp' | 'udp'
  readonly mode: Mode
  readonly service: TemplateService
}

/** Everything that a template can read. */
export interface TemplateData {
  /** Sorted by id. */
  readonly services: readonly TemplateService[]
  /** In the order of their priority: exact hosts, wildcards, every host; longer paths first. */
  readonly routes: readonly Route[]
  /** The same by host: exact hosts with the routes of the wildcards that cover them, then wildcards. */
  readonly sites: readonly Site[]
  /** Routes without a host, longer paths first. */
  readonly anyHost: readonly Route[]
  /** Sorted by port, tcp before udp. */
  readonly listeners: readonly Listener[]
  /** Host names (not addresses) that services use, sorted. */
  readonly names: readonly string[]
  /** The option `vars`. */
  readonly vars: Readonly<Record<string, unknown>>
}
