import { messageOf, type Problem } from '@proxym/core'
import { limits } from './limits.ts'

/** What is wrong with options; the configuration puts the name of the option before it. */
export const optionTexts = {
  servers: 'must be a list of Marathon servers. Write e.g. ["http://m1:8080", "m2:8080"].',
  server: 'must be `host:port` or an http(s) URL. Write e.g. "http://m1:8080".',
  serviceAccount:
    'must be the JSON document of a DC/OS service account with uid, private_key, login_endpoint and scheme RS256. Write e.g. { "env": "DCOS_SERVICE_ACCOUNT_CREDENTIAL" }.',
  basic: 'must have `username` and `password` together. Write both.',
  oneAuth: 'must have one of `username` with `password`, `token`, `serviceAccount`. Leave the others out.',
  pem: 'must be PEM text. Write e.g. { "file": "/etc/ssl/marathon.pem" }.',
  certificate: 'must have `cert` and `key` together. Write both.',
  callbackUrl: 'must be an http(s) URL that Marathon can reach. Write e.g. "http://10.0.0.5:5678/marathon/callback".',
}

const app = 'PROXYM_MARATHON_APP'

/** What one app loses; its other ports and all other apps go on. */
export const appProblem = {
  malformed: (appId: string, mistakes: string): Problem => ({
    code: app,
    message: `app \`${appId}\` cannot be read: ${mistakes}`,
    hint: 'Its last good services stay. Look at what Marathon answers for it.',
    subject: appId,
  }),
  nameless: (appId: string): Problem => ({
    code: app,
    message: `app \`${appId}\` is missing in an answer in which some apps have no id`,
    hint: 'Its last good services stay until Marathon answers properly.',
    subject: appId,
  }),
  malformedTask: (appId: string, mistakes: string): Problem => ({
    code: 'PROXYM_MARATHON_TASK',
    message: `a task of app \`${appId}\` is left out, it cannot be read: ${mistakes}`,
    hint: 'Look at what Marathon answers for it.',
    subject: appId,
  }),
  lostTasks: (appId: string): Problem => ({
    code: 'PROXYM_MARATHON_TASK',
    message: `app \`${appId}\` has no task in an answer in which some tasks cannot be read`,
    hint: 'Its last good services stay until Marathon answers properly.',
    subject: appId,
  }),
  twice: (appId: string): Problem => ({
    code: app,
    message: `app \`${appId}\` stands twice in one answer with different contents; one of them is used`,
    hint: 'Look at what Marathon answers for it.',
    subject: appId,
  }),
  network: (appId: string, given: string): Problem => ({
    code: 'PROXYM_MARATHON_NETWORK',
    message: `app \`${appId}\` has the network mode ${JSON.stringify(given.slice(0, 60))}, which is not known`,
    hint: 'It gets no services; use host, container or container/bridge.',
    subject: appId,
  }),
  samePort: (appId: string, port: number): Problem => ({
    code: 'PROXYM_MARATHON_PORTS',
    message: `app \`${appId}\` maps its port ${port} to several service ports`,
    hint: 'Each gets a service of its own, with the service port in its id from the second on.',
    subject: appId,
  }),
  fewPorts: (appId: string): Problem => ({
    code: 'PROXYM_MARATHON_PORTS',
    message: `a task of app \`${appId}\` has fewer ports than the app defines`,
    hint: 'It gets no traffic on the ports that are missing.',
    subject: appId,
  }),
  unknownVersion: (appId: string): Problem => ({
    code: 'PROXYM_MARATHON_VERSION',
    message: `a task of app \`${appId}\` runs a version whose ports are not known`,
    hint: 'It gets no traffic until the deployment has replaced it.',
    subject: appId,
  }),
  whichNetwork: (appId: string): Problem => ({
    code: 'PROXYM_MARATHON_NETWORK',
    message: `a task of app \`${appId}\` has several addresses, and nothing tells which network they belong to`,
    hint: 'Set the label `proxym.ipAddressIdx` to the position of the right one, from 0.',
    subject: appId,
  }),
  allIll: (appId: string): Problem => ({
    code: 'PROXYM_MARATHON_HEALTH',
    message: `every task of app \`${appId}\` fails its health checks, so all of them are kept`,
    hint: 'Look at the app; set `health: strict` to drop them.',
    subject: appId,
  }),
  noneProven: (appId: string): Problem => ({
    code: 'PROXYM_MARATHON_HEALTH',
    message: `no task of app \`${appId}\` passes all of its health checks, so it gets no services`,
    hint: 'Look at the app; set `health: known` to keep tasks that are not known to fail.',
    subject: appId,
  }),
  noHttpPort: (appId: string, port: number): Problem => ({
    code: 'PROXYM_MARATHON_NO_HTTP',
    message: `app \`${appId}\` has domains, but no label says which port speaks http, so they lead nowhere`,
    hint: `Set the label \`proxym.port.${port}.protocol\` to http, or the option \`defaultProtocol\` for all such apps.`,
    subject: appId,
  }),
}

/** What is wrong with the answer of one server; `where` is its address without user and password. */
export const serverProblem = {
  unreachable(where: string, error: unknown): Problem {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    return {
      code: 'PROXYM_MARATHON_UNREACHABLE',
      message: `no answer from \`${where}\`: ${messageOf(error)}${code}`,
      hint: 'Check the address, that Marathon runs, and the network between.',
      where,
      cause: error,
    }
  },
  timeout: (where: string, afterMs: number): Problem => ({
    code: 'PROXYM_MARATHON_TIMEOUT',
    message: `\`${where}\` did not answer completely within ${afterMs} ms`,
    hint: 'Look at the load of Marathon, or raise `requestTimeoutMs`.',
    where,
  }),
  readTimeout: (afterMs: number): Problem => ({
    code: 'PROXYM_MARATHON_TIMEOUT',
    message: `reading from Marathon took longer than ${afterMs} ms`,
    hint: 'Look at the load of Marathon and the network between, or raise `readTimeoutMs` together with `timeoutMs` of proxym.',
  }),
  status: (where: string, status: number): Problem => ({
    code: 'PROXYM_MARATHON_STATUS',
    message: `\`${where}\` answered with status ${status}`,
    hint:
      status === 404
        ? 'Check the path prefix of the server.'
        : status >= 500
          ? 'Mostly there is no leader at the moment; it is asked again.'
          : 'Look at the log of Marathon.',
    where,
  }),
  refused: (where: string, status: number): Problem => ({
    code: 'PROXYM_MARATHON_AUTH',
    message: `\`${where}\` refused the credentials (status ${status})`,
    hint: 'Set or correct `auth`.',
    where,
  }),
  wait: (where: string, forMs: number): Problem => ({
    code: 'PROXYM_MARATHON_BUSY',
    message: `\`${where}\` asked not to be asked again for ${Math.ceil(forMs / 1000)} s`,
    hint: 'It is asked again by itself after that.',
    where,
  }),
  redirect: (where: string, target: string): Problem => ({
    code: 'PROXYM_MARATHON_REDIRECT',
    message: `\`${where}\` redirects to ${JSON.stringify(target.slice(0, 200))}, which is not among \`servers\``,
    hint: 'List every Marathon instance in `servers`, as it calls itself.',
    where,
  }),
  redirectLoop: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_REDIRECT',
    message: `\`${where}\` redirects more than ${limits.redirects} times`,
    hint: 'Look at the leader election of Marathon, and at proxies before it.',
    where,
  }),
  contentType: (where: string, given: string): Problem => ({
    code: 'PROXYM_MARATHON_CONTENT_TYPE',
    message: `\`${where}\` did not answer with JSON but with ${given === '' ? 'no content type' : JSON.stringify(given.slice(0, 80))}`,
    hint: 'Something else than Marathon answers there, a login page perhaps.',
    where,
  }),
  encoding: (where: string, given: string): Problem => ({
    code: 'PROXYM_MARATHON_CONTENT_TYPE',
    message: `\`${where}\` answered in the encoding ${JSON.stringify(given.slice(0, 40))}, which was not asked for`,
    hint: 'Correct the proxy before Marathon.',
    where,
  }),
  tooLarge: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_TOO_LARGE',
    message: `\`${where}\` answered with more than ${limits.bodyBytes / 2 ** 20} MiB`,
    hint: 'That is no list of apps or tasks; look at what answers there.',
    where,
  }),
  empty: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_JSON',
    message: `\`${where}\` answered with an empty body`,
    hint: 'An old standby does so when its leader does not answer; it is asked again.',
    where,
  }),
  json: (where: string, error: unknown): Problem => ({
    code: 'PROXYM_MARATHON_JSON',
    message: `\`${where}\` did not answer with valid JSON`,
    hint: 'The answer is cut off, or something else than Marathon answers there.',
    where,
    cause: error,
  }),
  shape: (where: string, wanted: string, given: string): Problem => ({
    code: 'PROXYM_MARATHON_SHAPE',
    message: `\`${where}\` must answer with ${wanted}, got ${given}`,
    hint: 'Something else than Marathon answers there, or it reports an error with a good status.',
    where,
  }),
  leaderChanged: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_LEADER',
    message: `the leader changed while \`${where}\` was read`,
    hint: 'It is read again by itself.',
    where,
  }),
  login: (where: string, reason: string): Problem => ({
    code: 'PROXYM_MARATHON_AUTH',
    message: `the DC/OS login at \`${where}\` failed: ${reason}`,
    hint: 'Check `auth.serviceAccount` and that the account exists.',
    where,
  }),
}

/** What a value is, for a message. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value !== 'object') return typeof value === 'string' ? 'a text' : `a ${typeof value}`
  const { message } = value as { readonly message?: unknown }
  if (typeof message === 'string') return `the message ${JSON.stringify(message.slice(0, 200))}`
  const keys = Object.keys(value)
  return keys.length === 0
    ? 'an empty object'
    : `an object with ${keys
        .slice(0, 5)
        .map(key => `\`${key.slice(0, 40)}\``)
        .join(', ')}`
}

/** Callbacks that cannot be had. */
export const callbackProblem = {
  noUrl: (listen: string): Problem => ({
    code: 'PROXYM_MARATHON_CALLBACK_URL',
    message: `Marathon cannot call back to \`${listen}\``,
    hint: 'Set `callbackUrl` to a URL under which Marathon reaches proxym, or `listen` to such an address.',
    where: 'callbackUrl',
  }),
  refused: (where: string, status: number): Problem => ({
    code: 'PROXYM_MARATHON_CALLBACK',
    message: `\`${where}\` takes no callback subscription (status ${status})`,
    hint: 'Start Marathon with `--event_subscriber http_callback`; until then it is asked regularly.',
    where,
  }),
  lost: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_CALLBACK',
    message: `\`${where}\` does not keep the callback subscription`,
    hint: 'It is registered again.',
    where,
  }),
}

/** Why an event stream ended or never began. */
export const streamProblem = {
  none: (where: string, status: number): Problem => ({
    code: 'PROXYM_MARATHON_NO_STREAM',
    message: `\`${where}\` has no event stream (status ${status})`,
    hint: 'Marathon before 0.9 has none; callbacks are tried instead.',
    where,
  }),
  contentType: (where: string, given: string): Problem => ({
    code: 'PROXYM_MARATHON_STREAM',
    message: `\`${where}\` did not answer with an event stream but with ${given === '' ? 'no content type' : JSON.stringify(given.slice(0, 80))}`,
    hint: 'Something else than Marathon answers there.',
    where,
  }),
  ended: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_STREAM',
    message: `the event stream of \`${where}\` ended`,
    where,
  }),
  silent: (where: string, forMs: number): Problem => ({
    code: 'PROXYM_MARATHON_STREAM',
    message: `the event stream of \`${where}\` was silent for ${forMs} ms`,
    where,
  }),
  notAttached: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_STREAM',
    message: `the event stream of \`${where}\` was opened but never attached`,
    hint: 'A standby of an old version may do so; another server is tried.',
    where,
  }),
  longLine: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_STREAM',
    message: `the event stream of \`${where}\` sent an event of more than ${limits.eventBytes / 2 ** 20} MiB`,
    where,
  }),
}
