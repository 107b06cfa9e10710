import type { Problem } from '@proxym/core'

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
  badHost: (appId: string, given: string): Problem => ({
    code: 'PROXYM_MARATHON_HOST',
    message: `a task of app \`${appId}\` is on the host ${JSON.stringify(given.slice(0, 80))}, which is no address and no host name`,
    hint: 'It gets no traffic. Start the Mesos agent with `--hostname` and a proper name.',
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
