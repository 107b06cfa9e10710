/** Assignments of sd_notify(3): `READY=1`, `STATUS=…`. */
export type Message = Readonly<Record<string, string>>

// Each of these turns a page in the life of the service: what came before it must arrive before it.
const turns = ['READY', 'RELOADING', 'STOPPING']

/** The messages that wait, with one more: what only refreshes (STATUS, WATCHDOG) joins the last one, so that they do not pile up. */
export function mergeMessages(waiting: readonly Message[], next: Message): readonly Message[] {
  const last = waiting.at(-1)
  if (last === undefined || turns.some(name => name in next)) return [...waiting, next]
  return [...waiting.slice(0, -1), { ...last, ...next }]
}
