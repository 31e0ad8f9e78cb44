import { join } from 'node:path';
import { ownHome, writeWhole } from '#database/embedded/home-folder.js';
import { isForPeople, say } from './start-log.js';

export interface Started {
  address: string;
  /** A newly created admin key, to be shown once. */
  newKey?: string | undefined;
  /** Where it is stored, if the output is not a terminal. */
  keyFile?: string;
  openToRead: boolean;
}

/** Prints the address, how to sign in and an example request; in a log, the address and where the key is. */
export function greet({ address, newKey, keyFile, openToRead }: Started): void {
  if (!isForPeople()) {
    say('Jalon is running.', { address, ...(keyFile !== undefined && { adminKeyFile: keyFile }) });
    return;
  }
  const shown = newKey ?? '<your key>';
  const authorization = openToRead ? '' : ` -H "Authorization: Bearer ${shown}"`;
  const signIn = `${openToRead ? 'To record events, sign in' : 'Sign in'} with ${newKey ? 'the key below' : 'an API key'}.`;
  const key = newKey
    ? `
  Admin key   ${newKey}
              Store it now; it is not shown again. To create others: npx jalon keys create`
    : '';
  console.log(`
  Jalon is running.

  Address     ${address}
              Open it in a browser for the console. ${signIn}
  Reference   ${address}/docs${key}

  List certifications from the command line:
    curl -s${authorization} '${address}/v1/dossiers?limit=5'

  Ctrl-C stops it; your data is kept.
`);
}

/** Output that is not a terminal often ends in a log. @returns the path of a file that only its owner may read */
export async function storeKey(home: string, key: string): Promise<string> {
  const file = join(await ownHome(home), 'admin-key');
  await writeWhole(file, `${key}\n`);
  return file;
}
