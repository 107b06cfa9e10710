import { describe, expect, test } from 'vitest'
import { parseHostPort, parseLocation, parsePathLocation, parsePid } from '../src/address.ts'
import { isMasterUrl, masterUrl } from '../src/master-url.ts'

describe('a process id', () => {
  test.each([
    ['master@10.0.0.1:5050', { host: '10.0.0.1', port: 5050 }],
    ['master@fd00::1:5050', { host: 'fd00::1', port: 5050 }],
    ['master@[fd00::1]:5050', { host: 'fd00::1', port: 5050 }],
    ['master@M1.example.com:80', { host: 'm1.example.com', port: 80 }],
    ['master(1)@10.0.0.1:5050', { host: '10.0.0.1', port: 5050 }],
  ])('%s is %j', (pid, address) => {
    expect(parsePid(pid)).toEqual(address)
  })

  test.each([
    '',
    'master',
    'master@',
    'master@10.0.0.1',
    'master@host',
    'master@10.0.0.1:',
    'master@10.0.0.1:0',
    'master@10.0.0.1:65536',
    'master@10.0.0.1:5050x',
    'master@10.0.0.256:5050',
    'master@fe80::1%eth0:5050',
    'master@a@b:5050',
    'master@[10.0.0.1]:5050',
    'master@ho st:5050',
    `master@${'a'.repeat(300)}:5050`,
  ])('%s has no address', pid => {
    expect(parsePid(pid)).toBeUndefined()
  })
})

describe('a redirect', () => {
  test.each([
    ['//10.0.0.1:5050', { host: '10.0.0.1', port: 5050 }],
    ['//m1.example.com:5051/', { host: 'm1.example.com', port: 5051 }],
    ['http://m1:80', { host: 'm1', port: 80 }],
    ['https://m1:443/', { host: 'm1', port: 443 }],
    ['//m1', { host: 'm1', port: 5050 }],
    ['//[fd00::1]:5050', { host: 'fd00::1', port: 5050 }],
    ['//[fd00::1]', { host: 'fd00::1', port: 5050 }],
    ['//fd00::1:5050', { host: 'fd00::1', port: 5050 }],
    ['//fd00::1', { host: 'fd00::1', port: 5050 }],
  ])('to %s names %j', (location, address) => {
    expect(parseLocation(location)).toEqual(address)
  })

  test.each([
    '',
    '/login',
    '//m1:5050/login',
    'https://m1/master/redirect',
    'ftp://m1:5050',
    '//u:p@m1:5050',
    '//m1:5050?a',
    '//',
  ])('to %s names no master', location => {
    expect(parseLocation(location)).toBeUndefined()
  })

  test('of the state keeps the path that was asked for, and has no scheme', () => {
    expect(parsePathLocation('//m1:5050/master/state', '/master/state')).toEqual({ host: 'm1', port: 5050 })
    expect(parsePathLocation('//m1:5050/login', '/master/state')).toBeUndefined()
    expect(parsePathLocation('https://m1/master/state', '/master/state')).toBeUndefined()
  })
})

test('no text at all makes it throw', () => {
  for (const text of ['\0', '@@', ':::', '[', '[]:1', 'a:b:c', 'é:1']) expect(parseHostPort(text)).toBeUndefined()
})

describe('an option', () => {
  test.each([
    ['10.0.0.1:5050', 'http://10.0.0.1:5050'],
    [' m1:5050 ', 'http://m1:5050'],
    ['[fd00::1]:5050', 'http://[fd00::1]:5050'],
    ['fd00::1:5050', 'http://[fd00::1]:5050'],
    ['http://m1:5050/', 'http://m1:5050'],
    ['https://dcos.example.com/mesos/', 'https://dcos.example.com/mesos'],
    ['m1:80/mesos', 'http://m1/mesos'],
  ])('%s is %s', (text, url) => {
    expect(isMasterUrl(text)).toBe(true)
    expect(masterUrl(text)).toBe(url)
  })

  test.each([
    '',
    'm1',
    'zk://z1:2181/mesos',
    'ftp://m1',
    'http://',
    'http://u:p@m1:5050',
    'm1:5050?a=b',
    'http://m1#a',
    'm1:0',
    'm1:99999',
  ])('%s names no master', text => {
    expect(isMasterUrl(text)).toBe(false)
  })
})
