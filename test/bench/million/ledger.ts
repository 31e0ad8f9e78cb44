import { setTimeout as sleep } from 'node:timers/promises';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { freePort } from '#database/embedded/embedded.js';
import { EventStore } from '#event-store/event-store.js';
import { clientOf, type Client } from '#test/client.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { paceOf, type Pace } from './pace.js';
import { run, type Running } from '../process.js';

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

  /** A projection follows from the first event to the last, in a process of its own. */
  async project(name: 'board' | 'agenda' | 'search'): Promise<{ events: number; seconds: number; mb: number }> {
    const follower = run('test/bench/million/follower.js', [name], { DATABASE_URL: this.database.appUrl });
    const { position, ms } = JSON.parse(await follower.said()) as { position: number; ms: number };
    return { events: position, seconds: ms / 1000, mb: await follower.peakMb() };
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
