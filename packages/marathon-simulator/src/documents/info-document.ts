import type { Features } from '../features.ts'

/** What `/v2/info` says. `leader` is `host:port`. */
export function infoDocument(features: Features, leader: string | undefined, elected: boolean): object {
  return {
    name: 'marathon',
    version: features.version.text,
    ...(features.leavesOut && { buildref: 'unknown' }),
    elected,
    ...(leader === undefined ? !features.leavesOut && { leader: null } : { leader }),
    frameworkId: '20200101-000000-16842879-5050-1-0000',
    marathon_config: {
      checkpoint: true,
      executor: '//cmd',
      failover_timeout: 604_800,
      framework_name: 'marathon',
      ha: true,
      hostname: 'localhost',
      local_port_max: 20_000,
      local_port_min: 10_000,
      master: 'zk://localhost:2181/mesos',
      task_launch_timeout: 300_000,
    },
    zookeeper_config: { zk: 'zk://localhost:2181/marathon', zk_timeout: 10_000, zk_session_timeout: 10_000 },
    http_config: { http_port: 8080, https_port: 8443 },
  }
}
