import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { waitFor } from './wait-for.ts'

// Node cannot bind this kind of socket. Debian cannot be without perl-base; elsewhere perl is rarely missing.
const program = `
use Socket;
$| = 1;
socket(my $socket, PF_UNIX, SOCK_DGRAM, 0) or die $!;
bind($socket, pack_sockaddr_un($ARGV[0])) or die $!;
print "bound\\n";
while (defined recv($socket, my $text, 65536, 0)) { $text =~ s/\\n/\\t/g; print "$text\\n" }
`

/** A unix datagram socket, as systemd's. */
export interface Datagrams extends AsyncDisposable {
  /** Each datagram as the fields that it holds, in order. */
  received(): readonly Readonly<Record<string, string>>[]
  /** Wait until one has all of these fields. */
  until(wanted: Readonly<Record<string, string | RegExp>>, from?: number): Promise<void>
}

/** Receive what is sent to the socket at `path`. Descriptors that come along are closed at once, which answers a barrier. */
export async function receiveDatagrams(path: string): Promise<Datagrams> {
  const child = spawn('perl', ['-e', program, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  await waitFor('the socket', () => text.startsWith('bound\n'))
  const received = () =>
    text
      .split('\n')
      .slice(1, -1)
      .map(line =>
        Object.fromEntries(line.split('\t').map(field => [field.split('=', 1)[0], field.slice(field.indexOf('=') + 1)])),
      )
  return {
    received,
    until: (wanted, from = 0) =>
      waitFor(
        `a datagram with ${JSON.stringify(Object.keys(wanted))}`,
        () =>
          received()
            .slice(from)
            .some(fields => matches(fields, wanted)),
        {
          report: () => text,
        },
      ),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function matches(fields: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string | RegExp>>): boolean {
  return Object.entries(wanted).every(([name, value]) => {
    const text = fields[name]
    return text !== undefined && (typeof value === 'string' ? text === value : value.test(text))
  })
}
