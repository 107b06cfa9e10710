const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/i

/** Whether it is a host name of one label or more (RFC 1123) that nobody takes for an address. */
export function isHostName(text: string): boolean {
  return text.length > 0 && text.length <= 253 && text.split('.').every(part => label.test(part)) && !/^[0-9.]+$/.test(text)
}
