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
