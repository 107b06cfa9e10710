const BACKSLASH = 92
const QUOTE = 34
const opening: ReadonlySet<number> = new Set([123, 91])
const closing: ReadonlySet<number> = new Set([125, 93])
const lineEnds: ReadonlySet<number> = new Set([10, 13])

// The event is an object, its plan is one in it.
const PLAN_DEPTH = 2
const groups: ReadonlySet<string> = new Set(['original', 'target'])
const LONGEST_NAME = 9

/**
 * Make a filter of events that come bit by bit, an event a line. It puts `null` where a plan holds a whole group: before
 * 1.5 each event of a deployment carries all apps twice, many megabytes that nothing here looks at.
 */
export function createGroupFilter(): (text: string) => string {
  let depth = 0
  let isText = false
  let isEscaped = false
  let isSkipping = false
  /** The last text between quotes, as far as it could be one of the names. */
  let name = ''

  return text => {
    let kept = ''
    let from = 0
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (lineEnds.has(code)) {
        // Whatever was open in it: the next line is another event.
        if (isSkipping) from = at
        depth = 0
        isText = isEscaped = isSkipping = false
      } else if (isText) {
        if (isEscaped) isEscaped = false
        else if (code === BACKSLASH) isEscaped = true
        else if (code === QUOTE) isText = false
        else if (!isSkipping && name.length < LONGEST_NAME) name += text[at]
      } else if (code === QUOTE) {
        isText = true
        if (!isSkipping) name = ''
      } else if (opening.has(code)) {
        if (!isSkipping && depth === PLAN_DEPTH && groups.has(name)) {
          kept += `${text.slice(from, at)}null`
          isSkipping = true
        }
        depth++
      } else if (closing.has(code)) {
        depth--
        if (isSkipping && depth === PLAN_DEPTH) {
          from = at + 1
          isSkipping = false
          name = ''
        }
      }
    }
    return isSkipping ? kept : kept + text.slice(from)
  }
}
