import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '#database/embedded/write-whole.js';
import { postCsv } from '../import/post-csv.js';
import { inPackage } from '../package-root.js';
import { withKeys } from '../with-keys.js';
import type { StartSettings } from './start-settings.js';

/** Each waits two seconds on the server's side. */
const LIST_ATTEMPTS = 10;

/**
 * Loads the sample ledger at the first start of a home, through the api like anybody's file. The home remembers that it
 * was done, or declined. A crash before that makes the next start do it again, which records nothing twice.
 */
export async function loadSampleOnce(
  settings: StartSettings,
  appUrl: string,
  address: string,
  signal: AbortSignal,
): Promise<void> {
  const marker = join(settings.JALON_HOME, 'sample');
  if (await exists(marker)) return;
  if (settings.JALON_SAMPLE) {
    const csv = await readFile(inPackage('samples/ledger.csv'));
    const { recorded, position } = await withKeys(appUrl, async (keys) => {
      const { id, key } = await keys.create({ name: 'sample ledger', scopes: ['record'] });
      return postCsv({ address, key }, csv, signal).finally(() => keys.revoke(id));
    });
    await untilListed(address, position, signal);
    console.log(`Loaded the sample ledger: ${recorded} events.`);
  }
  await writeWhole(marker, settings.JALON_SAMPLE ? 'loaded\n' : 'declined\n');
}

/** Lists follow the ledger a moment behind: whoever reads our greeting finds them filled. */
async function untilListed(address: string, position: number, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; attempt < LIST_ATTEMPTS; attempt += 1) {
    const answer = await fetch(`${address}/v1/dossiers?limit=1&seen=${position}`, { signal });
    if (answer.status !== 503) return;
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
