/** A configuration to begin with: services from files, one proxy. */
export function starterConfig(proxy: string, template: string): string {
  const [target, check, reload] =
    proxy === 'nginx'
      ? ['/etc/nginx/nginx.conf', 'nginx -t -c %s', 'systemctl reload nginx']
      : ['/etc/haproxy/haproxy.cfg', 'haproxy -c -f %s', 'systemctl reload haproxy']
  return `# proxym: services in, a checked and loaded ${proxy} configuration out.
listen: 127.0.0.1:5678

plugins:
  # Every .json, .yaml and .yml file of this folder is a service, or a list of services.
  - [file, { configsPath: ./services }]

  - - haproxy
    - templatePath: ./${template}
      configFilePath: ${target}
      checkCommand: ${check}
      reloadCommand: ${reload}

  # kill -USR1 reads everything again.
  - signal
`
}

/** A service to begin with. */
export const starterService = `id: web
applicationProtocol: http
domains: [web.example.com]
hosts:
  - { ip: 127.0.0.1, port: 8080 }
`
