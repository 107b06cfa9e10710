import { secret } from '@proxym/core'
import { z } from 'zod'
import { optionTexts } from './errors.ts'

/** A DC/OS service account: who logs in where. */
export interface ServiceAccount {
  readonly uid: string
  /** PEM. */
  readonly privateKey: string
  readonly loginEndpoint: string
}

const document = z.object({
  uid: z.string().min(1),
  private_key: z.string().includes('-----BEGIN'),
  login_endpoint: z.url({ protocol: /^https?$/ }),
  scheme: z.literal('RS256').default('RS256'),
})

const serviceAccount = secret().transform((text, context): ServiceAccount => {
  try {
    const { uid, private_key: privateKey, login_endpoint: loginEndpoint } = document.parse(JSON.parse(text))
    return { uid, privateKey, loginEndpoint }
  } catch {
    // What the parser says may quote the key.
    context.addIssue({ code: 'custom', message: optionTexts.serviceAccount })
    return z.NEVER
  }
})

/** How Marathon is told who asks: one of the three. */
export const authOptions = z
  .strictObject({
    /** User of basic authentication (`--http_credentials`); goes with `password`. */
    username: z.string().min(1).optional(),
    /** Its password. A secret. */
    password: secret().optional(),
    /** A DC/OS token, sent as `Authorization: token=…`. A secret. */
    token: secret().optional(),
    /** The JSON document of a DC/OS service account, as it stands in `DCOS_SERVICE_ACCOUNT_CREDENTIAL`. A secret. */
    serviceAccount: serviceAccount.optional(),
  })
  .refine(({ username, password }) => (username === undefined) === (password === undefined), { error: optionTexts.basic })
  .refine(({ username, token, serviceAccount }) => [username, token, serviceAccount].filter(Boolean).length === 1, {
    error: optionTexts.oneAuth,
  })

const isPem = (text: string): boolean => text.includes('-----BEGIN ')
const pem = secret().refine(isPem, { error: optionTexts.pem })

/** How https servers are checked, and how proxym proves itself to them. */
export const tlsOptions = z
  .strictObject({
    /** Certificates of the authority that signed the server's, as PEM. @default those of Node */
    ca: pem.optional(),
    /** Certificate that proxym shows, as PEM; goes with `key`. */
    cert: pem.optional(),
    /** Its private key, as PEM. A secret. */
    key: pem.optional(),
    /** Passphrase of the key. A secret. */
    passphrase: secret().optional(),
    /** Name that the server's certificate must carry. @default the host of the URL */
    servername: z.string().min(1).optional(),
    /** Whether a server with a wrong certificate is refused. @default true */
    rejectUnauthorized: z.boolean().default(true),
  })
  .refine(({ cert, key }) => (cert === undefined) === (key === undefined), { error: optionTexts.certificate })
