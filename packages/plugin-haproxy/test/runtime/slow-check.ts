import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tempFolder } from '../rig/temp-folder.ts'

/** A check command that goes on until it is let go, and refuses texts that name what is written into a file. */
export async function slowCheck() {
  const folder = await tempFolder()
  const [go, bad, log] = ['go', 'bad', 'log'].map(name => join(folder, name)) as [string, string, string]
  await writeFile(go, '')
  await writeFile(log, '')
  await writeFile(bad, 'nothing is bad yet\n')
  return {
    command: `echo %s >> ${log}; until [ -s ${go} ]; do sleep 0.02; done; ! grep -q -f ${bad} %s && haproxy -c -f %s`,
    hold: () => writeFile(go, ''),
    letGo: () => writeFile(go, 'go'),
    refuse: (words: string) => writeFile(bad, `${words}\n`),
    count: async () => (await readFile(log, 'utf8')).split('\n').length - 1,
  }
}
