import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** PEM texts. */
export interface Certificates {
  readonly ca: string
  readonly key: string
  readonly cert: string
}

/** An authority, and a certificate by it for `localhost` that serves both sides. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'proxym-tls-'))
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'ignore'] })
  try {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=ca', '-days', '2')
    openssl(
      'req',
      ...key,
      '-keyout',
      'key.pem',
      '-out',
      'request.pem',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost',
    )
    openssl(
      'x509',
      '-req',
      '-in',
      'request.pem',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-out',
      'cert.pem',
      '-days',
      '2',
      '-copy_extensions',
      'copy',
    )
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
    return { ca: read('ca.pem'), key: read('key.pem'), cert: read('cert.pem') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
