import type { App } from './document.ts'
import type { PortEntry } from './port-entries.ts'

/** The labels of an app, with those of a port found by its number or name. */
export interface Labels {
  /** The value of `proxym.<name>`. */
  app(name: string): string | undefined
  /** The value of `proxym.port.<port>.<name>`. */
  port(entry: Pick<PortEntry, 'labelKeys'>, name: string): string | undefined
}

/** Read labels; with several records the first that has one counts. */
export function labelsOf(...records: readonly App['labels'][]): Labels {
  const find = (key: string): string | undefined => {
    for (const labels of records) if (labels && Object.hasOwn(labels, key)) return labels[key]
    return undefined
  }
  return {
    app: name => find(`proxym.${name}`),
    port: ({ labelKeys }, name) =>
      labelKeys.reduce<string | undefined>((found, key) => found ?? find(`proxym.port.${key}.${name}`), undefined),
  }
}

/** Host names in a label: separated by commas, trimmed, in lower case, each once. */
export function domainsIn(text: string | undefined): readonly string[] {
  const names = (text ?? '').split(',').map(name => name.trim().toLowerCase())
  return [...new Set(names.filter(name => name !== ''))]
}

const unsafe: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** The labels as metadata may carry them. */
export function plainLabels(labels: App['labels']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([key]) => !unsafe.has(key)))
}
