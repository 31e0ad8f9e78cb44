import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { Command } from 'commander';
import { Clock } from '#database/clock.js';
import { openDatabase } from '#database/connection.js';
import { DaySchema } from '#domain/date/day.js';
import { StartSettingsSchema, programSettings } from '#programs/program-settings.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { inPackage } from '#settings/in-package.js';
import { databaseUrls } from '../database-commands.js';
import { removingOnSignal } from '../export-command.js';
import { count, counted, durationOf, Progress, UserError } from '../terminal.js';
import { CHECKPOINT, type Job, MANIFEST, PACKAGE, type Places, SUMS, type Sums, type Told } from './job.js';

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
    .action(async (folder: string, { asOf, licence }: { asOf?: string; licence?: string }) => {
      const { JALON_TIMEZONE: zone } = programSettings(StartSettingsSchema.pick({ JALON_TIMEZONE: true }), process.env);
      const { appUrl } = await databaseUrls(process.env);
      const day = asOf ?? Clock.fromEnvironment(process.env).today(zone);
      if (!DaySchema.safeParse(day).success)
        throw new UserError(`--as-of must be a day such as 2026-06-30, but is "${day}".`);
      const start = performance.now();
      const writers = new Writers();
      const site = await replaced(folder, writers, (beside) =>
        withSnapshot(appUrl, async (read) => {
          const files = await writers.write({ ...read, folder: beside, url: appUrl, day, zone, licence });
          return { ...read, files };
        }),
      );
      const time = durationOf((performance.now() - start) / 1000);
      console.log(
        `${folder} shows ${day} as of position ${count(site.position)}: ${counted(site.files, 'file')} in ${time}.`,
      );
    });

/** As many as a small server has processors: each reads what it shows on its own. */
const THREADS = 2;
/** Of a thread, in megabytes: as much as this process may have. It holds all dossiers as REST answers them. */
const MEMORY = {
  maxOldGenerationSizeMb: Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20),
  maxYoungGenerationSizeMb: 96,
};

class Writers {
  readonly #threads: Worker[] = [];
  /** Of those that have written their dossiers. */
  readonly #places: Places[] = [];

  /** @returns the number of files */
  async write(read: Omit<Job, 'taken'>): Promise<number> {
    const job: Job = { ...read, taken: new Int32Array(new SharedArrayBuffer(8)) };
    const shown: { done: number; progress?: Progress } = { done: 0 };
    const onPage = (pages: number): void => {
      shown.progress ??= new Progress(pages, { screen: process.stderr, unit: 'pages', pauseMs: 2_000 });
      shown.progress.show((shown.done += 1));
    };
    try {
      const shares = await Promise.all(Array.from({ length: THREADS }, () => this.#share(job, onPage)));
      const sums = shares.flatMap((share) => [...share]).sort(([a], [b]) => (a < b ? -1 : 1));
      const listed = sums.filter(([path]) => path !== CHECKPOINT);
      await writeFile(join(job.folder, SUMS), listed.map(([path, sum]) => `${sum}  ${path}\n`).join(''));
      return sums.length + 1;
    } finally {
      await this.end();
      shown.progress?.clear();
    }
  }

  /** @returns the sums of the files that a thread has written */
  async #share(job: Job, onPage: (pages: number) => void): Promise<Sums> {
    const script = inPackage('dist/apps/cli/publish/site-worker.js');
    const thread = new Worker(script, { workerData: job, resourceLimits: MEMORY });
    this.#threads.push(thread);
    let sums: Sums | undefined;
    thread.on('message', (told: Told) => {
      if ('pages' in told) onPage(told.pages);
      else if ('places' in told) this.#gather(told.places);
      else ({ sums } = told);
    });
    await once(thread, 'exit').catch((error: unknown) => {
      const { name, message, code } = error as NodeJS.ErrnoException; // it has lost its class
      if (code === 'ERR_WORKER_OUT_OF_MEMORY')
        throw new UserError('The memory does not suffice: set NODE_OPTIONS=--max-old-space-size=8192, for example.');
      throw name === 'UserError' ? new UserError(message) : error;
    });
    if (!sums) throw new Error('the thread ended early');
    return sums;
  }

  #gather(places: Places): void {
    this.#places.push(places);
    if (this.#places.length < THREADS) return;
    const all: Places = new Map(this.#places.flatMap((some) => [...some]));
    for (const thread of this.#threads) thread.postMessage(all);
  }

  /** Resolves once none of them writes any more. */
  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }
}

const LONGEST_WAIT_MS = 60_000;
const WAIT_MS = 200;

/** For as long as the work lasts, others can read the snapshot, in which the lists have followed the ledger to its end. */
async function withSnapshot<T>(
  url: string,
  work: (read: Pick<Job, 'snapshot' | 'position'>) => Promise<T>,
): Promise<T> {
  await using db = openDatabase({ url, poolSize: 1, applicationName: 'jalon publish' });
  const client = await db.dedicated('jalon publish');
  try {
    await client.query('set idle_in_transaction_session_timeout = 0');
    for (const until = performance.now() + LONGEST_WAIT_MS; ;) {
      await client.query('begin isolation level repeatable read read only');
      const { rows } = await client.query<{ snapshot: string; position: number; isFollowed: boolean }>(
        `select pg_export_snapshot() as snapshot, head.position,
           head.position <= coalesce((select position from checkpoint where name = $1), 0) as "isFollowed"
         from ledger_head as head`,
        [boardCheckpoint.name],
      );
      const [read] = rows;
      if (read?.isFollowed) return await work(read);
      if (performance.now() > until) throw new UserError('The lists do not follow the ledger: is the worker running?');
      await client.query('rollback');
      await sleep(WAIT_MS);
    }
  } finally {
    await client.end();
  }
}

/**
 * Writes a folder beside another one, and puts it in its place once it is complete. On failure or Ctrl-C the other one stays as it
 * is. A kill between the last two steps leaves it beside, with `.before` at the end of its name.
 */
async function replaced<T>(folder: string, writers: Writers, write: (beside: string) => Promise<T>): Promise<T> {
  const place = await realpath(folder).catch(() => resolve(folder));
  const entries = await readdir(place).catch(ifAbsent);
  if (entries && entries.length > 0 && !(await isPublished(place)))
    throw new UserError(
      `${folder} has other files. Name a new folder, an empty one, or one that was published before.`,
    );
  const name = `${place}.${randomBytes(4).toString('hex')}`;
  const [beside, before] = [`${name}.unfinished`, `${name}.before`];
  const stop = removingOnSignal(beside, () => writers.end());
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
