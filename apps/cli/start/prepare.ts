import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { ADMIN_KEY_REVOKED } from '#access/api-keys.js';
import { Clock, setClockOffset } from '#database/clock.js';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import { ownHome, writeWhole } from '#database/embedded/home-folder.js';
import { migrateToLatest } from '#database/migrator.js';
import { programSettings, type StartSettings, StartSettingsSchema } from '#programs/program-settings.js';
import { appRole, beginProjections, databaseUrls, withKeys, projections } from '../database-commands.js';
import { rebuild } from '../rebuild-command.js';
import { printError } from '../print-error.js';
import { UserError } from '../terminal.js';
import { isForPeople, linesOf, say } from './log-lines.js';
import { type CreatedKey, type Preparation, sampleMarker } from './preparation.js';
import { recordSample } from './sample.js';

/*
 * The part of `jalon start` that needs most of the program: a process of its own, so that what it loads leaves memory with it.
 */

/** Each step is idempotent: an earlier start may have done it, or been interrupted by a crash. */
async function prepare(asked: Preparation, signal: AbortSignal): Promise<CreatedKey> {
  const settings = programSettings(StartSettingsSchema, process.env);
  const urls = await databaseUrls(process.env);
  if (asked.step === 'sample') await loadSample(settings, urls.appUrl, asked.address, signal);
  else {
    await migrateToLatest(urls.ownerUrl, appRole(urls));
    const outdated = await beginProjections(urls.ownerUrl);
    // Nobody else serves from an embedded database meanwhile.
    if (asked.isEmbedded) for (const { name } of outdated) await rebuild(urls.ownerUrl, name, signal);
    await runClock(urls.ownerUrl);
    if (asked.loadsSample) return {};
  }
  return firstAdminKey(settings, urls.appUrl);
}

async function runClock(ownerUrl: string): Promise<void> {
  await using db = openDatabase({ url: ownerUrl, poolSize: 1, applicationName: 'jalon start' });
  await setClockOffset(db, Clock.fromEnvironment(process.env).offsetMs);
}

/**
 * Ensures that an admin key exists: the given one unless it was revoked, or else a new one if no valid key has scope admin.
 *
 * @returns the key if it was created; only its hash is stored, and without a terminal the key in a file
 */
async function firstAdminKey(
  { JALON_ADMIN_KEY: given, JALON_HOME: home }: StartSettings,
  url: string,
): Promise<CreatedKey> {
  const newKey = await withKeys(url, async (keys) => {
    if (given) {
      if (await keys.ensureAdmin(given)) return undefined;
      if (isForPeople()) console.error(`${ADMIN_KEY_REVOKED}.`);
      else linesOf('start').warn(ADMIN_KEY_REVOKED);
    }
    const present = await keys.list();
    if (present.some((key) => key.scopes.includes('admin') && key.revokedAt === null)) return undefined;
    return (await keys.create({ name: 'first admin', scopes: ['admin'] })).key;
  });
  return newKey === undefined || isForPeople() ? { newKey } : { newKey, keyFile: await storeKey(home, newKey) };
}

/** Output that is not a terminal often ends in a log. @returns the path of a file that only its owner may read */
async function storeKey(home: string, key: string): Promise<string> {
  const file = join(await ownHome(home), 'admin-key');
  await writeWhole(file, `${key}\n`);
  return file;
}

/**
 * Records the sample through the API, and waits until the projections include it. After a crash before that, the next start
 * repeats both, which is idempotent.
 *
 * @throws UserError
 */
async function loadSample(
  { JALON_HOME: home }: StartSettings,
  appUrl: string,
  address: string,
  signal: AbortSignal,
): Promise<void> {
  say('Loading the sample ledger. /readyz responds with 503 until it is complete.');
  try {
    const { recorded, readings } = await withKeys(appUrl, async (keys, db) => {
      const { id, key } = await keys.create({ name: 'Jalon', scopes: ['record', 'admin'] });
      const api = { url: address, key };
      try {
        const sample = await recordSample(api, signal, say);
        await untilProjected(db, sample.position, signal);
        return sample;
      } finally {
        await keys.revoke(id);
      }
    });
    say(`Loaded the sample ledger: ${recorded} events and ${readings} readings of registers.`);
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The sample ledger could not be loaded. Start again to repeat it, or with JALON_SAMPLE=off to start without it. ${reason}`,
    );
  }
  await writeWhole(sampleMarker(home), 'loaded\n');
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

const stop = new AbortController();
process.once('SIGTERM', () => {
  stop.abort();
});
process.once('disconnect', () => process.exit(1)); // `jalon start` was killed

try {
  const created = await prepare(JSON.parse(process.argv[2] ?? '') as Preparation, stop.signal);
  process.send?.(created, () => process.exit(0));
} catch (error) {
  if (!stop.signal.aborted) printError(error);
  process.exit(1);
}
