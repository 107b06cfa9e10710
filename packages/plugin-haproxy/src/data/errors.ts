import { messageOf, type Problem, type Service } from '@proxym/core'
import type { DeniedListener } from './listeners.ts'

export const refusedField = ({ id }: Service, error: unknown): Problem => ({
  code: 'PROXYM_FIELD_REFUSED',
  message: `service \`${id}\` is left out: ${messageOf(error)}`,
  hint: 'Correct it where the service is described.',
  subject: id,
})

export const udpUnsupported = ({ id }: Service): Problem => ({
  code: 'PROXYM_UDP_UNSUPPORTED',
  message: `service \`${id}\` is left out: it is carried by udp, which HAProxy does not proxy`,
  hint: 'Carry it by tcp, or use the nginx template.',
  subject: id,
})

export const reservedPort = ({ id, transport, port }: DeniedListener): Problem => ({
  code: 'PROXYM_RESERVED_PORT',
  message: `service \`${id}\` gets no listener: the template itself binds ${transport} port ${port}`,
  hint: 'Give the service another `listenPort`, or a domain or path to be routed by.',
  subject: id,
})

export const unresolvedName = ({ id }: Service, name: string, reason: string): Problem => ({
  code: 'PROXYM_HOST_UNRESOLVED',
  message: `host \`${name}\` of service \`${id}\` is left out: its name does not resolve (${reason})`,
  hint: 'It is looked up again whenever the file is rendered.',
  subject: id,
})

export const lookupTimeout = (timeoutMs: number) => `no answer in ${timeoutMs} ms`
