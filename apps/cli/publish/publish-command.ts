import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { Clock } from '#database/clock.js';
import { LedgerDatabase, openDatabase } from '#database/connection.js';
import { type Day, dayIn, DaySchema } from '#domain/date/day.js';
import { EventStore } from '#event-store/event-store.js';
import { StartSettingsSchema, programSettings } from '#programs/program-settings.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { createApi } from '../../api/application.js';
import { apiSettings, LIMITS } from '../../api/settings.js';
import { databaseUrls } from '../database-commands.js';
import { removingOnSignal } from '../export-command.js';
import { count, counted, durationOf, Progress, UserError } from '../terminal.js';
import { BASE, type Ledger, MANIFEST, PACKAGE, Site } from './site.js';

interface Options {
  asOf?: string;
  licence?: string;
}

export const publishCommand = (): Command =>
  new Command('publish')
    .description('Write the public part of the ledger as a static site, in French and English.')
    .argument('<folder>', 'a new or empty folder, or one that this command has written before: it is replaced')
    .option('--as-of <day>', 'the day shown, such as 2026-06-30 (default: today in JALON_TIMEZONE)')
    .option('--licence <name>', 'licence of the data, such as etalab-2.0 or CC-BY-4.0 (default: none is granted)')
    .addHelpText(
      'after',
      `
Uses the database of DATABASE_URL, or that of the Jalon running on this machine. The site has what everybody may read with
PUBLIC_READ=on, whether it is on or not: no accounts, subscriptions, evidence files or names of those who recorded.

The folder is replaced once the site is complete. The same ledger and day give the same files, by this version of Jalon:
SHA256SUMS lists them. See docs/publish.md.

Examples:
  jalon publish /var/www/certifications
  jalon publish site --as-of 2026-06-30 --licence etalab-2.0`,
    )
    .action(async (folder: string, { asOf, licence }: Options) => {
      const { JALON_TIMEZONE: zone } = programSettings(StartSettingsSchema.pick({ JALON_TIMEZONE: true }), process.env);
      const { appUrl } = await databaseUrls(process.env);
      const day = asOf ?? Clock.fromEnvironment(process.env).today(zone);
      if (!DaySchema.safeParse(day).success)
        throw new UserError(`--as-of must be a day such as 2026-06-30, but is "${day}".`);
      const start = performance.now();
      const site = await replaced(folder, (beside) =>
        withLedger({ url: appUrl, day, zone }, (ledger) => writeSite(beside, { ...ledger, licence })),
      );
      const time = durationOf((performance.now() - start) / 1000);
      console.log(
        `${folder} shows ${day} as of position ${count(site.position)}: ${counted(site.files, 'file')} in ${time}.`,
      );
    });

async function writeSite(folder: string, ledger: Ledger): Promise<{ position: number; files: number }> {
  let progress: Progress | undefined;
  const site = new Site(folder, ledger, (done, total) => {
    progress ??= new Progress(total, { screen: process.stderr, unit: 'pages', pauseMs: 2_000 });
    progress.show(done);
  });
  try {
    return { position: ledger.position, files: await site.write() };
  } finally {
    progress?.clear();
  }
}

/** Stands still within the day shown. */
class DayClock extends Clock {
  readonly #instant: Date;

  constructor(day: Day, zone: string) {
    super();
    const [noon, midnight] = ['12', '00'].map((hour) => new Date(`${day}T${hour}:00:00Z`)) as [Date, Date];
    this.#instant = dayIn(zone, noon) === day ? noon : midnight; // of zones twelve hours ahead and more
  }

  override now(): Date {
    return this.#instant;
  }
}

const LONGEST_WAIT_MS = 60_000;
const WAIT_MS = 200;

/**
 * The api, as somebody without a key sees it with `PUBLIC_READ`, in this process and on one snapshot of the database in which the
 * lists have followed the ledger to its end. It listens nowhere and cannot write.
 */
async function withLedger<T>(
  { url, day, zone }: { url: string; day: Day; zone: string },
  work: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const settings = {
    ...apiSettings({
      ...{ DATABASE_URL: url, JALON_TIMEZONE: zone, PUBLIC_READ: 'on', LOG_LEVEL: 'silent' },
      JALON_SECRET: randomBytes(32).toString('hex'),
      PUBLIC_URL: BASE,
    }),
    limits: { ...LIMITS, publicReads: Number.MAX_SAFE_INTEGER },
  };
  for (const until = performance.now() + LONGEST_WAIT_MS; ;) {
    const done = await withSnapshot(url, async (snapshot) => {
      const app = await createApi(settings, new DayClock(day, zone));
      try {
        app.get(LedgerDatabase).readAt(snapshot);
        // Which head of the log was signed last is known to one installation only.
        app
          .getHttpAdapter()
          .getInstance()
          .addHook('preHandler', ({ page }, _, done) => {
            if (page?.look) Reflect.deleteProperty(page.look.revisions, 'log');
            done();
          });
        await app.init();
        const look = await app.get<EventStore<never>>(EventStore).look();
        const { position } = look;
        return look.progressOf(boardCheckpoint.name) < position
          ? undefined
          : { result: await work({ app, day, position }) };
      } finally {
        await app.close();
      }
    });
    if (done) return done.result;
    if (performance.now() > until) throw new UserError('The lists do not follow the ledger: is the worker running?');
    await sleep(WAIT_MS);
  }
}

async function withSnapshot<T>(url: string, work: (snapshot: string) => Promise<T>): Promise<T> {
  const db = openDatabase({ url, poolSize: 1, applicationName: 'jalon publish' });
  try {
    const client = await db.dedicated('jalon publish');
    try {
      await client.query('set idle_in_transaction_session_timeout = 0');
      await client.query('begin isolation level repeatable read read only');
      const { rows } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot');
      return await work(rows[0]?.snapshot ?? '');
    } finally {
      await client.end();
    }
  } finally {
    await db.destroy();
  }
}

/**
 * Writes a folder beside another one, and puts it in its place once it is complete. On failure or Ctrl-C the other one stays as it
 * is. A kill between the last two steps leaves it beside, with `.before` at the end of its name.
 */
async function replaced<T>(folder: string, write: (beside: string) => Promise<T>): Promise<T> {
  const place = await realpath(folder).catch(() => resolve(folder));
  const entries = await readdir(place).catch(ifAbsent);
  if (entries && entries.length > 0 && !(await isPublished(place)))
    throw new UserError(
      `${folder} has other files. Name a new folder, an empty one, or one that was published before.`,
    );
  const name = `${place}.${randomBytes(4).toString('hex')}`;
  const [beside, before] = [`${name}.unfinished`, `${name}.before`];
  const stop = removingOnSignal(beside);
  try {
    await mkdir(dirname(place), { recursive: true })
      .then(() => mkdir(beside))
      .catch(notWritten(folder));
    const result = await write(beside);
    if (entries?.length === 0) await rmdir(place).catch(notWritten(folder));
    else if (entries) await rename(place, before).catch(notWritten(folder));
    await rename(beside, place).catch(async (error: unknown) => {
      await rename(before, place).catch(() => undefined);
      notWritten(folder)(error);
    });
    await rm(before, { recursive: true, force: true });
    return result;
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  } finally {
    stop();
  }
}

const notWritten =
  (folder: string) =>
  (error: unknown): never => {
    throw new UserError(`Cannot write ${folder}: ${(error as Error).message}.`);
  };

const ifAbsent = (error: NodeJS.ErrnoException): undefined => {
  if (error.code === 'ENOENT') return undefined;
  throw new UserError(`Cannot read the folder: ${error.message}.`);
};

async function isPublished(folder: string): Promise<boolean> {
  try {
    const { name } = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as { name?: string };
    return name === PACKAGE;
  } catch {
    return false;
  }
}
