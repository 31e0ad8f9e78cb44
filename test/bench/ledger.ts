import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#database/embedded/embedded.js';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { clientOf, type Client } from '#test/client.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { run, type Running } from './process.js';

export const KEY = 'bench-key_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';

/** A ledger of its own with an API process in front of it, as a user has them. */
export class Ledger {
  readonly client: Client;
  readonly events: EventStore<LedgerEvent>;
  readonly #others: Running[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly api: Running,
    readonly url: string,
    private readonly env: Record<string, string>,
  ) {
    this.client = clientOf(url, KEY);
    this.events = new EventStore<LedgerEvent>(database.app, codec);
  }

  /** @param more settings of the API */
  static async open(more: Record<string, string> = {}): Promise<Ledger> {
    const database = await freshDatabase();
    const env = {
      DATABASE_URL: database.appUrl,
      JALON_ADMIN_KEY: KEY,
      JALON_SECRET: 'bench_0123456789abcdefghijklmnopqrstuvwxyz-0123456789',
      LOG_LEVEL: 'error',
      ...more,
    };
    const { api, url } = await startApi(env);
    return new Ledger(database, api, url, env);
  }

  /** Starts another API process. @returns its address */
  async anotherApi(): Promise<string> {
    const { api, url } = await startApi(this.env);
    this.#others.push(api);
    return url;
  }

  /** `jalon import` of a file, and the most memory that it took. */
  async import(path: string): Promise<{ seconds: number; pace: Pace; cliMb: number }> {
    const start = performance.now();
    const cli = run('apps/cli/main.js', ['import', path], { JALON_URL: this.url, JALON_KEY: KEY });
    const pace = await paceOf(() => this.events.head(), cli.said());
    return { seconds: (performance.now() - start) / 1000, pace, cliMb: await cli.peakMb() };
  }

  /** The lists follow from the first event to the last, in a process of its own. */
  async project(): Promise<{ events: number; seconds: number; mb: number }> {
    const { position, followMs, mb } = await followed('board', this.database);
    return { events: position, seconds: followMs / 1000, mb };
  }

  /** Reads so many dossiers one after the other that an API which keeps too much of them shows it. @returns how many */
  async readDossiers(count: number): Promise<number> {
    const dossiers = await this.database.app.selectFrom('dossier').select('id').orderBy('id').limit(count).execute();
    for (const { id } of dossiers) await this.client.get(`/v1/dossiers/${id}`);
    return dossiers.length;
  }

  async close(): Promise<void> {
    await Promise.all([this.api, ...this.#others].map((api) => api.stop()));
    await this.database.close();
  }
}

/** Follows a database in a process that ends then: how far it came, in how many ms, and the most memory that it took. */
export async function followed(name: string, database: TestDatabase): Promise<Followed & { mb: number }> {
  const follower = startFollowing(name, database);
  const came = await follower.hear<Followed>();
  const mb = await follower.peakMb();
  await follower.stop();
  return { ...came, mb };
}

export const startFollowing = (name: string, { appUrl }: TestDatabase): Running =>
  run('test/bench/following.js', [name], { DATABASE_URL: appUrl });

export interface Followed {
  position: number;
  followMs: number;
  /** Of planning up to the horizon. */
  horizonMs: number;
  /** Of the process, its start included; PostgreSQL's comes on top. */
  cpuMs: number;
}

async function startApi(env: Record<string, string>): Promise<{ api: Running; url: string }> {
  const port = await freePort('127.0.0.1');
  const api = run('apps/api/main.js', [], { ...env, PORT: String(port) });
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([answers(url), api.said()]);
  return { api, url };
}

async function answers(url: string): Promise<void> {
  while (
    !(await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await sleep(50);
}

interface Mark {
  ms: number;
  position: number;
}

const everyMs = 50;

/** How fast a position grew over its first tenth and over its last, per second; NaN where it grew in fewer steps. */
interface Pace {
  first: number;
  last: number;
}

/** Watches a position until `work` is done. */
async function paceOf(position: () => Promise<number>, work: Promise<unknown>): Promise<Pace> {
  let working = true;
  const done = work.finally(() => {
    working = false;
  });
  const marks: Mark[] = [];
  const look = async (): Promise<void> => {
    const mark = { position: await position(), ms: performance.now() };
    if (mark.position !== marks.at(-1)?.position) marks.push(mark);
  };
  const isWorking = (): boolean => working;
  await look();
  while (isWorking()) {
    await Promise.race([done, sleep(everyMs)]);
    await look();
  }
  await done;
  return paceIn(marks);
}

function paceIn(marks: readonly Mark[]): Pace {
  const [start, end] = [marks[0]?.position ?? 0, marks.at(-1)?.position ?? 0];
  const tenth = (end - start) / 10;
  return {
    first: rateIn(marks.filter(({ position }) => position <= start + tenth)),
    last: rateIn(marks.filter(({ position }) => position >= end - tenth)),
  };
}

function rateIn(marks: readonly Mark[]): number {
  const [first, last] = [marks[0], marks.at(-1)];
  return first && last ? ((last.position - first.position) / (last.ms - first.ms)) * 1000 : NaN;
}
