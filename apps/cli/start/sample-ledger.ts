import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '#database/embedded/home-folder.js';
import { withKeys } from '../database-commands.js';
import { postCsv } from '../import/post-csv.js';
import { inPackage } from '../in-package.js';
import type { StartSettings } from './start-settings.js';

/**
 * Imports the sample ledger through the API at the first start. A marker file in the home says that it was loaded or
 * declined; after a crash before that, the next start repeats the import, which is idempotent.
 */
export async function loadSampleOnce(
  settings: StartSettings,
  appUrl: string,
  address: string,
  signal: AbortSignal,
): Promise<void> {
  const marker = join(settings.JALON_HOME, 'sample');
  if (existsSync(marker)) return;
  if (settings.JALON_SAMPLE) {
    const csv = await readFile(inPackage('samples/ledger.csv'));
    const { recorded, position } = await withKeys(appUrl, async (keys) => {
      const { id, key } = await keys.create({ name: 'Jalon', scopes: ['record'] });
      return postCsv({ address, key }, csv, { signal }).finally(() => keys.revoke(id));
    });
    await untilListed(address, position, signal);
    console.log(`Loaded the sample ledger: ${recorded} events.`);
  }
  await writeWhole(marker, settings.JALON_SAMPLE ? 'loaded\n' : 'declined\n');
}

/** The server waits up to two seconds in each. */
const LIST_ATTEMPTS = 10;

/** Waits until the lists include a position, so that they are filled when the start is reported. */
async function untilListed(address: string, position: number, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; attempt < LIST_ATTEMPTS; attempt += 1) {
    const answer = await fetch(`${address}/v1/dossiers?limit=1&seen=${position}`, { signal });
    if (answer.status !== 503) return;
  }
}
