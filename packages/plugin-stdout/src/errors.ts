/** Nobody reads the output any more; said once. */
export const outputGone = (code: string): string =>
  `The output was closed (${code}), so the services are not printed any more. Everything else goes on.`
