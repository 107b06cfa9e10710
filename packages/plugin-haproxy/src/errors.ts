/** What is wrong with single options; core puts the plugin and the path before it. */
export const optionTexts = {
  templatePath:
    '`templatePath` must be the path of a Liquid file, the name of a bundled template (`haproxy`, `haproxy-maps`, `nginx`) or a function. Write e.g. "./haproxy.cfg.liquid".',
  configFilePath: '`configFilePath` must be the path of the file that the proxy reads. Write e.g. "/etc/haproxy/haproxy.cfg".',
  reloadCommand:
    '`reloadCommand` must be a shell command that makes the proxy load the file. Write e.g. "systemctl reload haproxy".',
  emptyCommand: 'must be a shell command. Write `true` for a command that does nothing.',
  variableName: 'must be the name of an environment variable. Write e.g. "SSL_CERT_DIR".',
} as const
