/** Anything that survives `JSON.stringify` unchanged. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** Free for third parties; reaches templates. Keys are sorted. */
export type Metadata = Readonly<Record<string, JsonValue>>

/** One address that receives traffic. */
export interface Host {
  /** IPv4, IPv6 (without brackets), or a host name where the source knows no address. */
  readonly ip: string
  /** 1 to 65535. */
  readonly port: number
  /** 0 to 256. @default 1 */
  readonly weight: number
  readonly metadata: Metadata
}

/**
 * Something to route to: plain, frozen, JSON-serialisable. Every field is always present
 * (empty string, 0 or empty list when unknown).
 */
export interface Service {
  /** Unique; 1 to 200 characters of `A-Za-z0-9._:/-`. */
  readonly id: string
  /** The label of the plugin that reported it, stamped by core: `Marathon`, `File`, … */
  readonly source: string
  /** Lower-case host names without a final dot; a leading `*.` is a wildcard for one label or more. */
  readonly domains: readonly string[]
  /** Sorted by address, then port; each address and port once. */
  readonly hosts: readonly Host[]
  /** Port the application listens on; 0 when unknown. */
  readonly port: number
  /** Port the proxy should listen on; 0 when none is given. */
  readonly servicePort: number
  /** Port for a listener of its own; 0 for none. @default `servicePort`, or `port` when that is 0 */
  readonly listenPort: number
  /** `http` or any other token; empty when unknown. */
  readonly applicationProtocol: string
  /** `tcp`, `udp` or any other token; empty when unknown. */
  readonly transportProtocol: string
  /** Leading slash, no trailing slash; empty for all paths. The prefix is removed before the request is passed on. */
  readonly proxyPath: string
  /** Verbatim proxy configuration; linted by the generator that uses it. */
  readonly config: string
  readonly metadata: Metadata
}

/** Whether the service speaks http: either protocol field says so. */
export function isHttp(service: Pick<Service, 'applicationProtocol' | 'transportProtocol'>): boolean {
  return service.applicationProtocol === 'http' || service.transportProtocol === 'http'
}

/** What carries the service: everything that is not `udp` is carried by `tcp`. */
export function transportOf(service: Pick<Service, 'transportProtocol'>): 'tcp' | 'udp' {
  return service.transportProtocol === 'udp' ? 'udp' : 'tcp'
}

/** Whether the service gets a listener of its own when it has a `listenPort`: not http, or http without domains and path. */
export function wantsListener(service: Service): boolean {
  return !isHttp(service) || (service.domains.length === 0 && service.proxyPath === '')
}
