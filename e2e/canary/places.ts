import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../rules/tracked-files.ts'
import type { Canaries } from './canaries.ts'
import type { Peers } from './peers.ts'

type Plugin = readonly [name: string, options: object]

/** Where one package takes secrets. */
interface Place {
  /** Folder in `packages`; what is not there has no secrets. */
  readonly folder: string
  /** Entries of a configuration in which each option that can carry a secret has one. They may all fail. */
  right(canaries: Canaries, peers: Peers): readonly Plugin[]
  /** Which of them must reach a peer, or nothing was tried. */
  readonly heard: readonly string[]
  /** The same with mistakes in the values themselves, and in what stands beside them. */
  wrong(canaries: Canaries): readonly Plugin[]
}

const pem = (canary: string): string => `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----`
const account = (login: string) => (canary: string) =>
  JSON.stringify({ uid: 'proxym', private_key: pem(canary), login_endpoint: login, scheme: 'RS256' })
const redisUrl = (port: number) => (canary: string) => `redis://proxym:${canary}@127.0.0.1:${port}/0`

const places: readonly Place[] = [
  {
    folder: 'plugin-marathon',
    heard: ['marathon password', 'marathon token', 'marathon user in a URL'],
    right: ({ give, text }, { http, closed }) => [
      ['marathon', { servers: [http], auth: { username: 'proxym', password: give('marathon password') }, events: 'poll' }],
      ['marathon', { servers: [http], auth: { token: give('marathon token') } }],
      ['marathon', { servers: [http], auth: { serviceAccount: give('marathon account', account(`${http}/login`)) } }],
      [
        'marathon',
        {
          servers: [`https://127.0.0.1:${closed}`, http.replace('http:', 'https:')],
          tls: {
            cert: give('marathon certificate', pem),
            key: give('marathon key', pem),
            passphrase: give('marathon passphrase'),
            ca: give('marathon authority', pem),
          },
        },
      ],
      [
        'marathon',
        {
          servers: [
            http.replace('//', `//proxym:${text('marathon user in a URL')}@`),
            `http://proxym:${text('marathon unreachable URL')}@127.0.0.1:${closed}`,
            http.replace('//', `//proxym:${text('marathon redirected URL')}@`).concat('/redirect'),
          ],
          callbackUrl: `http://proxym:${text('marathon callback')}@127.0.0.1:${closed}/marathon/callback`,
          events: 'callback',
        },
      ],
    ],
    wrong: ({ give, text }) => [
      ['marathon', { servers: [`ftp://u:${text('wrong server')}@m1`], auth: { password: give('password alone') } }],
      ['marathon', { servers: [], auth: { token: give('first of two'), username: 'u', password: give('second of two') } }],
      ['marathon', { servers: ['m1:1'], auth: { serviceAccount: give('no JSON') } }],
      ['marathon', { servers: ['m1:1'], tls: { key: give('no PEM'), passphrase: [text('passphrase in a list')] } }],
      [
        'marathon',
        { servers: ['m1:1'], auth: { tokn: text('misspelt') }, callbackUrl: `gopher://u:${text('wrong callback')}@x` },
      ],
    ],
  },
  {
    folder: 'plugin-mesos-master',
    heard: [],
    // It takes no credentials.
    right: () => [],
    wrong: ({ text }) => [['mesos-master', { domain: 5, masters: [`ftp://u:${text('wrong master')}@m1`] }]],
  },
  {
    folder: 'plugin-hipache',
    heard: ['hipache address', 'hipache password'],
    right: ({ give }, { redis, closed }) => [
      ['hipache', { redisAddress: give('hipache address', redisUrl(redis)) }],
      ['hipache', { redisAddress: give('hipache unreachable address', redisUrl(closed)) }],
      ['hipache', { redisAddress: `127.0.0.1:${redis}`, redisOptions: { username: 'u', password: give('hipache password') } }],
      [
        'hipache',
        {
          redisOptions: {
            sentinels: [{ host: '127.0.0.1', port: redis }],
            name: 'main',
            sentinelPassword: give('hipache sentinel password'),
            tls: { key: give('hipache key', pem), cert: give('hipache certificate', pem) },
          },
        },
      ],
    ],
    wrong: ({ give, text }) => [
      ['hipache', { redisAddress: give('wrong address', canary => `ftp://u:${canary}@x`) }],
      [
        'hipache',
        { redisAddress: 'x:1', redisOptions: { password: [text('password in a list')], passwd: text('misspelt, too') } },
      ],
    ],
  },
  {
    folder: 'plugin-annotations',
    heard: ['annotations address'],
    right: ({ give }, { redis }) => [['annotations', { redis: { address: give('annotations address', redisUrl(redis)) } }]],
    wrong: ({ give }) => [
      ['annotations', { redis: { address: give('wrong annotations address', canary => `ftp://u:${canary}@x`) } }],
    ],
  },
]

/** Those whose package is there. */
export const presentPlaces = places.filter(({ folder }) => existsSync(join(root, 'packages', folder)))
