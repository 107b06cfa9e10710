/** One instruction of a Dockerfile, continuation lines joined. */
export interface Instruction {
  readonly name: string
  readonly text: string
  /** Which `FROM` it belongs to, from 0. */
  readonly stage: number
}

/** The instructions of a Dockerfile, without comments. */
export function instructionsOf(dockerfile: string): readonly Instruction[] {
  const lines = dockerfile
    .split('\n')
    .filter(line => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
  let stage = -1
  return lines.map(line => {
    const [, name = '', text = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? []
    if (name === 'FROM') stage++
    return { name, text, stage }
  })
}

/** What is wrong with an image for production. */
export function lintDockerfile(dockerfile: string): readonly string[] {
  const instructions = instructionsOf(dockerfile)
  const last = Math.max(...instructions.map(({ stage }) => stage))
  const of = (name: string) => instructions.filter(instruction => instruction.name === name)
  const final = (name: string) => of(name).filter(({ stage }) => stage === last)
  const stages = of('FROM').map(({ text }) => / AS (\S+)$/i.exec(text)?.[1])
  const known = /^(FROM|WORKDIR|COPY|RUN|ENV|USER|VOLUME|HEALTHCHECK|ENTRYPOINT|CMD|ARG|LABEL|EXPOSE)$/
  const isPinned = (image: string) =>
    stages.includes(image) || /:\d+\.\d+\.\d+-[a-z-]+$/.test(image) || image.includes('@sha256:')
  return [
    ...instructions.filter(({ name }) => !known.test(name)).map(({ name }) => `${name} is no instruction`),
    ...of('FROM').flatMap(({ text }) => (isPinned(text.split(' ')[0] ?? '') ? [] : [`${text} is not pinned by version`])),
    ...(/^(?!root\b|0\b)\S+$/.test(final('USER').at(-1)?.text ?? '') ? [] : ['it runs as root']),
    ...(final('HEALTHCHECK').some(({ text }) => text.includes('/livez')) ? [] : ['nobody asks /livez']),
    ...[...of('ENV'), ...of('ARG')]
      .filter(({ text }) => /token|passw|secret|_key/i.test(text))
      .map(({ text }) => `a secret: ${text}`),
    ...of('COPY')
      .filter(({ text }) => /\.env|\.npmrc|id_rsa/.test(text))
      .map(({ text }) => `a secret: ${text}`),
    ...[...final('ENTRYPOINT'), ...final('CMD')]
      .filter(({ text }) => !text.startsWith('['))
      .map(({ name }) => `${name} runs a shell, which passes no signals on`),
  ]
}
