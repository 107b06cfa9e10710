import fc from 'fast-check'
import { expect, test } from 'vitest'
import { render } from '../src/render.ts'
import { exampleServices } from './example-services.ts'

test('text is a block for each service, with what is known of it', () => {
  expect(render(exampleServices, 'text', 80)).toBe(`bare (File)

redis (File)
  protocol      redis over tcp
  port          6379
  service port  6379
  listen port   6379
  hosts         [fd00::1]:31000 weight 5 {"rack":"a"}

shop (Marathon)
  domains       shop.example.com
                www.shop.example.com
  path          /api
  protocol      http
  port          8080
  hosts         10.0.0.1:31001
                10.0.0.2:31002
  config        option httpchk
                timeout server 5s
  metadata      {"team":"shop"}

3 services, 3 hosts
`)
  expect(render([], 'text', 80)).toBe('0 services, 0 hosts\n')
})

test('a table has a row for each service', () => {
  expect(render(exampleServices, 'table', 80)).toBe(`SERVICE  SOURCE    DOMAINS                                 HOSTS  PORT→LISTEN
bare     File      -                                           0  -
redis    File      -                                           1  6379→6379
shop     Marathon  shop.example.com, www.shop.example.com      2  8080→-
3 services, 3 hosts
`)
})

test('a table is cut to its width: the domains first, then the line', () => {
  const [, , , row] = render(exampleServices, 'table', 60).split('\n')
  expect(row).toBe('shop     Marathon  shop.example.com, ww…      2  8080→-')
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 200 }), width => {
      for (const line of render(exampleServices, 'table', width).split('\n')) expect(line.length).toBeLessThanOrEqual(width)
    }),
  )
})

test('json is one line for the snapshot, whatever is in it', () => {
  const line = render(exampleServices, 'json', 80)
  expect(line.indexOf('\n')).toBe(line.length - 1)
  expect(JSON.parse(line)).toEqual({ services: exampleServices })
  expect(render([], 'json', 80)).toBe('{"services":[]}\n')
})
