import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '#database/embedded/home-folder.js';
import { rawBody, type Schema } from '#client/jalon-client.js';
import { type Api, callApi } from '../call-api.js';
import { withKeys } from '../database-commands.js';
import { postCsv } from '../import/post-csv.js';
import { inPackage } from '#settings/in-package.js';
import { fedrampMarketplace } from '#domain/register/fedramp-marketplace.js';
import type { Register } from '#domain/register/register.js';
import type { StartSettings } from '#programs/start-settings.js';
import { say } from './start-log.js';

/**
 * Imports the sample ledger and reads the sample registers through the API at the first start. A marker file in the home says
 * that they were loaded or declined; after a crash before that, the next start repeats both, which is idempotent.
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
    const { recorded, readings, position } = await withKeys(appUrl, async (keys) => {
      const { id, key } = await keys.create({ name: 'Jalon', scopes: ['record', 'admin'] });
      const api = { address, key };
      try {
        return { ...(await postCsv(api, csv, { signal })), ...(await readRegisters(api, signal)) };
      } finally {
        await keys.revoke(id);
      }
    });
    await untilListed(address, position, signal);
    say(
      `Loaded the sample ledger: ${recorded} events and ${readings} readings of an excerpt of the FedRAMP Marketplace.`,
    );
  }
  await writeWhole(marker, settings.JALON_SAMPLE ? 'loaded\n' : 'declined\n');
}

/** Why the readings are not held, although each moves a large share of the few entries. */
const REASON = 'Excerpt of the FedRAMP Marketplace, for the sample ledger.';

/** Not the built-in register: documents that are older than its last reading can no longer be read. */
const excerpt: Register = { ...fedrampMarketplace, slug: 'fedramp-sample', name: 'FedRAMP Marketplace (excerpt)' };

/** Publishes the sample register and reads the documents of `samples/registers`, oldest first: their names end with their day. */
async function readRegisters(api: Api, signal: AbortSignal): Promise<{ readings: number; position: number }> {
  await publish(api, excerpt, signal);
  const folder = inPackage('samples/registers');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const params = { path: { id: excerpt.slug }, query: { accept: REASON } };
  let position = 0;
  for (const name of names) {
    const body = await readFile(join(folder, name));
    const { response } = await callApi(api, 'record', (client) =>
      client.POST('/v1/registers/{id}/readings', { params, signal, ...rawBody(body, 'application/json') }),
    );
    position = Number(response.headers.get('jalon-position'));
  }
  return { readings: names.length, position };
}

async function publish(api: Api, register: Register, signal: AbortSignal): Promise<void> {
  const header = { 'Idempotency-Key': `sample register ${register.slug}` };
  await callApi(api, 'admin', (client) =>
    client.POST('/v1/registers', { params: { header }, body: register as Schema<'Register'>, signal }),
  );
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
