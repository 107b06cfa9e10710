/** Found out when a change was followed up. */
export const serversLost = (target: string) =>
  `HAProxy does not hold the servers of \`${target}\` any more that were brought in while it ran`
