import type { Step } from './steps.ts'
import { textOf } from './text.ts'

const none = { kind: 'services', source: 0, services: [], told: 'all' } as const

/** What this model found while it was built, each as small as it could be made. */
export const regressions: readonly { readonly name: string; readonly steps: readonly Step[]; readonly before?: string }[] = [
  {
    name: 'a temporary file that could not be removed from the state folder is removed later (seed 204280897)',
    steps: [
      { kind: 'services', source: 0, services: [{ id: 'a0', version: 1, flaw: 'none' }], told: 'all' },
      { kind: 'disk', after: 1, times: 3 },
      none,
      none,
    ],
  },
  {
    name: 'a temporary file that could not be removed beside the target is removed later (seed -2127130789)',
    steps: [
      { kind: 'reloads fail', times: 1 },
      { kind: 'services', source: 0, services: [{ id: 'a0', version: 1, flaw: 'refused' }], told: 'all' },
      { kind: 'disk', after: 6, times: 3 },
      { kind: 'hang up' },
    ],
  },
  {
    name: 'a proxy that is away while services are in quarantine gets the rest once it is back (seed -1481334360)',
    steps: [
      { kind: 'pass', ms: 38_000 },
      {
        kind: 'services',
        source: 0,
        services: [
          { id: 'a0', version: 1, flaw: 'none' },
          { id: 'a7', version: 2, flaw: 'refused' },
        ],
        told: 'nothing',
      },
      { kind: 'command', command: 'reload', mood: 'fails' },
      { kind: 'pass', ms: 28_675 },
    ],
  },
  {
    name: 'a service whose kept version does not go with a new one keeps that one out (seed 1110570701)',
    steps: [
      { kind: 'services', source: 1, services: [{ id: 'b4', version: 1, flaw: 'pair' }], told: 'all' },
      {
        kind: 'services',
        source: 1,
        services: [
          { id: 'b0', version: 1, flaw: 'pair' },
          { id: 'b4', version: 1, flaw: 'refused' },
        ],
        told: 'all',
      },
    ],
  },
  {
    name: 'the file that was there at a first start comes back when the first one does not load, also after kills (seed 1292201164)',
    before: textOf([{ id: 'a0', version: 9, flaw: 'none' }], 0),
    steps: [
      { kind: 'services', source: 1, services: [{ id: 'b0', version: 1, flaw: 'unloadable' }], told: 'all' },
      { kind: 'services', source: 0, services: [{ id: 'a0', version: 1, flaw: 'refused' }], told: 'all' },
      { kind: 'kill', after: 0, pass: 0 },
      { kind: 'kill', after: 0, pass: 0 },
    ],
  },
  {
    name: 'a file that cannot be read at first is known as what to go back to all the same (seed 2127134215)',
    before: textOf([{ id: 'a0', version: 9, flaw: 'none' }], 0),
    steps: [
      { kind: 'disk', after: 0, times: 3 },
      { kind: 'services', source: 0, services: [{ id: 'a0', version: 1, flaw: 'unloadable' }], told: 'all' },
      { kind: 'hang up' },
    ],
  },
  {
    name: 'what was there at a first start and could not be kept is kept with the next try, before a kill (seed 800416538)',
    before: textOf([{ id: 'a0', version: 9, flaw: 'none' }], 0),
    steps: [
      { kind: 'disk', after: 16, times: 2 },
      { kind: 'services', source: 0, services: [{ id: 'a0', version: 1, flaw: 'unloadable' }], told: 'all' },
      { kind: 'pass', ms: 28_363 },
      { kind: 'reloads fail', times: 1 },
      { kind: 'pass', ms: 1288 },
      none,
      { kind: 'services', source: 0, services: [{ id: 'a0', version: 1, flaw: 'unloadable' }], told: 'all' },
      { kind: 'source', source: 0, mood: 'well', told: 'all' },
      { kind: 'pass', ms: 1500 },
      { kind: 'kill', after: 0, pass: 0 },
    ],
  },
]
