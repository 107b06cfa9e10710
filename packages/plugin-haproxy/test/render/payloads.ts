const dollar = '$'

// What breaks out of a value: ends of lines, comments, quotes, blanks, blocks, variables.
const breaks = [
  '',
  ' ',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '\u000b',
  '\u000c',
  '\u0085',
  '\u2028',
  '\u0000',
  '#',
  '"',
  "'",
  '\\',
  ';',
  '}',
  '{',
  ' #',
  '";',
  "';",
  '} ',
  '\\\n',
  ',',
]

// What an attacker would want to stand in the file.
const wishes = [
  'use_backend evil if TRUE',
  'default_backend evil',
  'backend evil',
  'frontend evil',
  'global\n  stats socket ipv4@127.0.0.1:1 level admin',
  'program x\n  command id',
  'server evil 10.9.9.9:80',
  'bind *:81',
  'listen evil 127.0.0.1:81',
  'errorfile 503 /etc/shadow',
  'http-response return file /etc/shadow',
  'lua-load /tmp/x.lua',
  'external-check command /bin/sh',
  'http-request set-map(/x.map) a b',
  '-m found',
  '-f /etc/shadow',
  `${dollar}{SECRET}`,
  `"${dollar}SECRET"`,
  '%[env(SECRET)]',
  'unix@/run/docker.sock',
  'include /etc/passwd;',
  'server { listen 81; }',
  'location / { root /; }',
  'proxy_pass http://unix:/run/docker.sock;',
  'load_module x.so;',
  '{{ services }}{% include "/etc/passwd" %}',
  '__proto__',
]

/** A corpus of hostile values: each wish behind each way out, after something that looks right. */
export const payloads: readonly string[] = breaks.flatMap(way => wishes.map(wish => `a.example.com${way}${wish}`))
