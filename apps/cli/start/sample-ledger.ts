import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '#database/embedded/home-folder.js';
import { rawBody, type Schema } from '#client/jalon-client.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { UserError } from '../terminal.js';
import { projections } from '../projections.js';
import { type Api, callApi } from '../call-api.js';
import { withKeys } from '../database-commands.js';
import { postCsv } from '../import/post-csv.js';
import { inPackage } from '#settings/in-package.js';
import { fedrampMarketplace } from '#domain/register/fedramp-marketplace.js';
import type { Register } from '#domain/register/register.js';
import type { StartSettings } from '#programs/program-settings.js';
import { say } from './log-lines.js';

/** A file in the home that says that the sample was loaded or declined. */
const markerIn = (home: string): string => join(home, 'sample');

/** Whether the sample ledger is still to be loaded. Once declined, it is not loaded by later starts either. */
export async function isSampleDue({ JALON_HOME: home, JALON_SAMPLE }: StartSettings): Promise<boolean> {
  if (existsSync(markerIn(home))) return false;
  if (!JALON_SAMPLE) await writeWhole(markerIn(home), 'declined\n');
  return JALON_SAMPLE;
}

/**
 * Imports the sample ledger and reads the sample registers through the API, and waits until the projections include both. After
 * a crash before that, the next start repeats both, which is idempotent.
 *
 * @throws UserError
 */
export async function loadSample(
  { JALON_HOME: home }: StartSettings,
  appUrl: string,
  address: string,
  signal: AbortSignal,
): Promise<void> {
  say('Loading the sample ledger. /readyz responds with 503 until it is complete.');
  try {
    const { recorded, readings } = await withKeys(appUrl, async (keys, db) => {
      const { id, key } = await keys.create({ name: 'Jalon', scopes: ['record', 'admin'] });
      const api = { address, key };
      try {
        const imported = await postCsv(api, await readFile(inPackage('samples/ledger.csv')), { signal });
        say(`Recorded ${imported.recorded} events of the sample ledger. Reading the sample register.`);
        const read = await readRegisters(api, signal);
        await untilProjected(db, read.position, signal);
        return { ...imported, ...read };
      } finally {
        await keys.revoke(id);
      }
    });
    say(
      `Loaded the sample ledger: ${recorded} events and ${readings} readings of an excerpt of the FedRAMP Marketplace.`,
    );
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The sample ledger could not be loaded. Start again to repeat it, or with JALON_SAMPLE=off to start without it. ${reason}`,
    );
  }
  await writeWhole(markerIn(home), 'loaded\n');
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

const PAUSE_MS = 100;
const PROGRESS_MS = 10_000;

/** Waits until the worker has followed the ledger to a position, and says so if that takes long. */
async function untilProjected(db: LedgerDatabase, position: number, signal: AbortSignal): Promise<void> {
  let printed = performance.now();
  for (;;) {
    const { rows } = await sql<{ name: string }>`
      select name from unnest(${projections.map(({ name }) => name)}::text[]) as followed (name)
      where not exists (select from checkpoint where checkpoint.name = followed.name and position >= ${position})
    `.execute(db);
    if (rows.length === 0) return;
    if (performance.now() - printed > PROGRESS_MS) {
      say(`Waiting until the lists include the sample ledger: ${rows.map(({ name }) => name).join(', ')}.`);
      printed = performance.now();
    }
    await sleep(PAUSE_MS, undefined, { signal });
  }
}
