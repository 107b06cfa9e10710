import { expect, test } from 'vitest'
import { findChanges } from '../../src/runtime/find-changes.ts'
import { createMapNames } from '../../src/runtime/map-names.ts'
import { isOnlyHosts } from '../../src/runtime/only-hosts.ts'
import { splitLines } from '../../src/text/split-lines.ts'

const names = createMapNames('/etc/haproxy.cfg')
const [one, two] = ['0123456789ab', 'ba9876543210']
const pathOf = (name: string, hash: string) => `/etc/haproxy.cfg.${name}-${hash}.map`
const file = (line: string, server = 's 1.1.1.1:1') =>
  splitLines(`global\n  maxconn 1\nfrontend f\n  bind *:80\n  ${line}\nbackend a\n  server ${server}\n`)
const found = (before: readonly string[], now: readonly string[]) => {
  try {
    return findChanges(before, now, names)
  } catch (error) {
    return (error as { readonly kind?: string }).kind
  }
}
const lookup = (path: string) => `use_backend %[req.hdr(host),map_str(${path},a)]`

test('a map with another content is no other frame, alone and together with servers', () => {
  const [before, now] = [lookup(pathOf('hosts', one)), lookup(pathOf('hosts', two))]
  expect(found(file(before), file(now))).toEqual({ backends: [], maps: [pathOf('hosts', two)] })
  expect(found(file(before), file(now, 's2 1.1.1.2:1'))).toMatchObject({
    backends: [{ name: 'a' }],
    maps: [pathOf('hosts', two)],
  })
  expect(found(file(before), file(before, 's2 1.1.1.2:1'))).toMatchObject({ maps: [] })
})

test('a map of a backend changes no server of it', () => {
  const line = (hash: string) => `s 1.1.1.1:1\n  http-request set-header x %[path,map_beg(${pathOf('paths', hash)})]`
  expect(found(file('', line(one)), file('', line(two)))).toEqual({ backends: [], maps: [pathOf('paths', two)] })
})

test.each([
  ['another map', lookup(pathOf('hosts', one)), lookup(pathOf('others', two))],
  ['a map of another target', lookup(`/etc/other.cfg.hosts-${one}.map`), lookup(`/etc/other.cfg.hosts-${two}.map`)],
  ['a map whose name is no hash', lookup('/etc/haproxy.cfg.hosts-v1.map'), lookup('/etc/haproxy.cfg.hosts-v2.map')],
  ['a file of rules', `acl x src -f ${pathOf('nets', one)}`, `acl x src -f ${pathOf('nets', two)}`],
  ['a file whose name goes on', lookup(`${pathOf('hosts', one)}.old`), lookup(`${pathOf('hosts', two)}.old`)],
  [
    'a path that is told to clients',
    `http-request return lf-string %[str(${pathOf('x', one)})]`,
    `http-request return lf-string %[str(${pathOf('x', two)})]`,
  ],
  ['an error page', `errorfile 503 ${pathOf('page', one)}`, `errorfile 503 ${pathOf('page', two)}`],
  ['another way to look up', lookup(pathOf('hosts', one)), lookup(pathOf('hosts', two)).replace('map_str', 'map_beg')],
  ['one place more', lookup(pathOf('hosts', one)), `${lookup(pathOf('hosts', two))}\n  ${lookup(pathOf('hosts', two))}`],
])('%s is another frame', (_, before, now) => {
  expect(found(file(before), file(now))).toBe('frame')
})

test('a map that changes in one place only is not hidden by another place', () => {
  const both = (first: string, second: string) => `${lookup(pathOf('hosts', first))} if a\n  ${lookup(pathOf('hosts', second))}`
  expect(found(file(both(one, two)), file(both(two, one)))).toMatchObject({ maps: [pathOf('hosts', two), pathOf('hosts', one)] })
})

test('a changed map waits for the check of its file', () => {
  const of = (hash: string) => file(lookup(pathOf('hosts', hash)))
  expect(isOnlyHosts(of(one), of(one))).toBe(true)
  expect(isOnlyHosts(of(one), of(two))).toBe(false)
})
