import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { Clock, setClockOffset } from '#database/clock.js';
import { openDatabase } from '#database/connection.js';
import { writeWhole } from '#database/embedded/postmaster.js';
import { migrateToLatest } from '#database/migrator.js';
import { SubscriptionsSettingsSchema } from '#delivery/delivery-settings.js';
import {
  adminKey,
  count,
  httpUrl,
  MOST_STREAMS,
  onOff,
  port,
  portOrOff,
  postgresUrl,
  redisUrl,
  timezone,
} from '#settings/fields.js';
import { BadSettings, type Environment, readSettings } from '#settings/read-settings.js';
import { CannotGoOn } from '../complain.js';
import { appRole, inPackage } from '../database-urls.js';
import { postCsv } from '../import/import-command.js';
import { withKeys } from '../keys-command.js';
import { Ending, Supervised } from './supervised.js';
import { addressOf, provideDatabase, requireFreePort } from './provide-database.js';
import { LogLines } from './log-lines.js';

/**
 * Brings up everything, each step on top of the one before: database, schema, admin key, api and worker, sample ledger.
 * Every step may have been done by an earlier start, or been interrupted by a crash; doing it again is right.
 */
async function start(settings: StartSettings, env: Environment, ending: Ending): Promise<void> {
  const offset = clockOffset(env);
  const port = await requireFreePort(settings.HOST, settings.PORT);
  const database = await provideDatabase(settings, ending);
  ending.signal.throwIfAborted();
  await migrateToLatest(database.ownerUrl, appRole(database));
  await runClock(database.ownerUrl, offset);
  const madeKey = await firstAdminKey(database.appUrl, settings.JALON_ADMIN_KEY);
  ending.signal.throwIfAborted();

  const address = addressOf(settings.HOST, port);
  const childEnv = {
    ...env,
    HOST: settings.HOST,
    PORT: String(port),
    PUBLIC_URL: settings.PUBLIC_URL ?? address,
    DATABASE_URL: database.appUrl,
    MIGRATION_DATABASE_URL: undefined,
    PUBLIC_READ: (settings.PUBLIC_READ ?? database.embedded) ? 'on' : 'off',
    JALON_SECRET: database.secret,
    DASHBOARD_PORT: String(settings.DASHBOARD_PORT ?? dashboardPortFor(port)),
    JALON_CLOCK: undefined,
    JALON_CLOCK_OFFSET: offset === 0 ? undefined : String(offset),
  };
  const lines = new LogLines(process.stdout);
  const children = ['api', 'worker'].map(
    (name) => new Supervised(name, inPackage(`dist/apps/${name}/main.js`), childEnv, lines),
  );
  for (const child of children) {
    child.start((failure) => {
      ending.fail(failure);
    });
    ending.add(
      () => child.stop(),
      () => {
        child.kill();
      },
    );
  }
  await untilReady(address, ending.signal);
  for (const child of children) child.hasStarted();
  if (database.embedded) await loadSampleOnce(settings, database.appUrl, address, ending.signal);
  greet({ address, madeKey, openToRead: childEnv.PUBLIC_READ === 'on' });
}

async function runClock(ownerUrl: string, offset: number): Promise<void> {
  const db = openDatabase({ url: ownerUrl, poolSize: 1, applicationName: 'jalon start' });
  try {
    await setClockOffset(db, offset);
  } finally {
    await db.destroy();
  }
}

export const startCommand = (): Command =>
  new Command('start')
    .description('Run everything here: the database, the api and the worker.')
    .addHelpText(
      'after',
      `
Without DATABASE_URL it runs a PostgreSQL of its own, with its data in JALON_HOME (.jalon), and loads a sample ledger at
the first start. Ctrl-C ends all of it; the data stay.

Settings, from the environment:
  HOST, PORT               where the api listens (127.0.0.1, 3000)
  JALON_HOME               the folder of the embedded database and of secrets made here (.jalon)
  JALON_SAMPLE             on or off: load the sample ledger at the first start of an embedded database (on)
  JALON_ADMIN_KEY          a key with every right; without it one is made and shown once
  PUBLIC_READ              on or off: reading needs no key (on with the embedded database)
  DATABASE_URL             a PostgreSQL of yours, as the role that api and worker use
  MIGRATION_DATABASE_URL   the same, as the role that owns the schema
  JALON_SECRET             seals webhook secrets at rest; needed with DATABASE_URL
  REDIS_URL                run queues on Redis instead of PostgreSQL
  SMTP_URL, MAIL_FROM      send mails; without, they are kept in the database
  MAIL_RETURN_PATH         where mails come back that cannot be delivered (the address of MAIL_FROM)
  MAIL_PER_HOST_PER_MINUTE how many mails one domain gets within a minute at most (60)
  PUBLIC_URL               the address that links in mails begin with
  JALON_WEBHOOK_ALLOW      networks that are not public and may be called all the same, such as 127.0.0.1/32
  JALON_STREAMS            how many event streams are open at once at most (1000)
  JALON_STREAMS_EACH       the same for one key, and without a key for one address (20)
  JALON_TIMEZONE           whose day it is (Europe/Paris)
  LOG_LEVEL                debug, info, warn, error or silent (info)
  JALON_CLOCK              start at this instant and tick on, for tests and demonstrations

Examples:
  jalon start
  PORT=8080 JALON_SAMPLE=off jalon start
  JALON_CLOCK=2026-11-23T08:00:00Z jalon start`,
    )
    .action(async () => {
      const ending = new Ending();
      try {
        await start(readSettings(StartSettings, process.env), process.env, ending);
        await ending.wanted();
      } catch (error) {
        if (!ending.signal.aborted) throw error;
        if (ending.failure) throw ending.failure;
      } finally {
        await ending.complete();
      }
    });

/**
 * What `jalon start` reads, and what its children will read too, so that a bad value stops the start with one line. The
 * children are given the environment, not this: their defaults are theirs.
 */
export const StartSettings = z.object({
  ...SubscriptionsSettingsSchema.partial().shape,
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  JALON_HOME: z.string().default('.jalon'),
  JALON_SAMPLE: onOff.default(true),
  JALON_ADMIN_KEY: adminKey.optional(),
  DATABASE_URL: postgresUrl.optional(),
  MIGRATION_DATABASE_URL: postgresUrl.optional(),
  PUBLIC_READ: onOff.optional(),
  /** Without one, where it listens. */
  PUBLIC_URL: httpUrl.optional(),
  REDIS_URL: redisUrl.optional(),
  DASHBOARD_PORT: portOrOff.optional(),
  JALON_STREAMS: count(MOST_STREAMS).optional(),
  JALON_STREAMS_EACH: count(MOST_STREAMS).optional(),
  JALON_TIMEZONE: timezone.optional(),
});

export type StartSettings = z.infer<typeof StartSettings>;

/** One offset for the ledger, the api and the worker, so that a child that is restarted does not jump back. */
function clockOffset(env: Environment): number {
  try {
    return Clock.fromEnvironment({ ...env }).offsetMs;
  } catch (error) {
    throw new BadSettings([(error as Error).message]);
  }
}

interface Started {
  address: string;
  /** The admin key, at the one time that it can be shown. */
  madeKey: string | undefined;
  openToRead: boolean;
}

/** The last lines of a start: where the console is and how to sign in, the key if one was made, and what to try first. */
function greet({ address, madeKey, openToRead }: Started): void {
  const authorization = openToRead ? '' : ` -H 'Authorization: Bearer ${madeKey ?? '<your key>'}'`;
  const signIn = `${openToRead ? 'To record, sign in' : 'Sign in'} there with ${madeKey ? 'the key below' : 'an API key'}.`;
  const key = madeKey
    ? `
  Admin key   ${madeKey}
              Keep it: it is not shown again. \`npm run -s jalon keys create\` makes others.`
    : '';
  console.log(`
  Jalon is running.

  Address     ${address}
              Open it in a browser: that is the console. ${signIn}
  Reference   ${address}/docs${key}

  See where every certification stands without a browser:
    curl -s${authorization} '${address}/v1/dossiers?limit=5'

  Ctrl-C ends it; the data stay.
`);
}

const ABOVE = 1_000;
const MOST = 65_535;

/** Where the queues are looked at when nobody says: so far above the api that a second Jalon beside it finds its own free. */
const dashboardPortFor = (apiPort: number): number | 'off' => (apiPort + ABOVE <= MOST ? apiPort + ABOVE : 'off');

/**
 * Sees to it that somebody can administer: the given key works, and without one a first is made if no live key has the
 * scope.
 *
 * @returns the key, when it was made now. It is kept nowhere: whoever misses it makes another with `jalon keys create`.
 */
const firstAdminKey = (url: string, given: string | undefined): Promise<string | undefined> =>
  withKeys(url, async (keys) => {
    if (given) {
      await keys.ensureAdmin(given);
      return undefined;
    }
    const present = await keys.list();
    if (present.some((key) => key.scopes.includes('admin') && key.revokedAt === null)) return undefined;
    return (await keys.create({ name: 'first admin', scopes: ['admin'] })).key;
  });

/** Each waits two seconds on the server's side. */
const LIST_ATTEMPTS = 10;

/**
 * Loads the sample ledger at the first start of a home, through the api like anybody's file. The home remembers that it
 * was done, or declined. A crash before that makes the next start do it again, which records nothing twice.
 */
async function loadSampleOnce(
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

const PATIENCE_MS = 60_000;
const POLL_MS = 100;

/** Waits until the api answers that it and all it needs are ready. */
async function untilReady(address: string, signal: AbortSignal): Promise<void> {
  const patience = performance.now() + PATIENCE_MS;
  let last = 'no answer';
  while (performance.now() < patience) {
    signal.throwIfAborted();
    const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (answer?.ok) return;
    if (answer) last = `${answer.status} ${await answer.text()}`;
    await sleep(POLL_MS, undefined, { signal });
  }
  throw new CannotGoOn(`The api was not ready after ${PATIENCE_MS / 1000} s: ${last}`);
}
