import type pg from 'pg';
import { abortable } from '#concurrency/async-iteration.js';
import type { LedgerDatabase } from '#database/connection.js';
import { isRefusedValue } from '#database/errors.js';
import { reason, Refusal } from '#domain/refusal.js';
import type { LedgerAccess } from './export-ledger.js';
import { type LineSink, readLedger, type StoredLine } from './read-ledger.js';
import { lineRefused } from './ledger-file.js';

interface Restored {
  recorded: number;
  providers: number;
  dossiers: number;
  /** The head of this ledger afterwards. */
  position: number;
  /** Whether this ledger was empty: always, except in a preview. */
  empty: boolean;
}

/**
 * Restores a ledger file into an empty ledger: the same positions, ids, versions, times, actors and causes. All events are
 * recorded or none, however long it takes. Memory grows by 35 to 150 MB per million
 * events, for stream names and event ids.
 *
 * A preview records nothing. On an empty ledger it restores the file in a transaction that is rolled back; appends wait
 * meanwhile. Otherwise it only validates the file, without PostgreSQL's own checks.
 *
 * @throws Refusal ledger-not-empty (not in a preview), import-invalid (with the line)
 */
export async function restoreLedger(
  { db, events }: LedgerAccess,
  file: AsyncIterable<Uint8Array>,
  { preview = false }: { preview?: boolean } = {},
): Promise<Restored> {
  const restoration = await beginRestoration(db, preview);
  if (!restoration) {
    const { events: recorded, ...contents } = await readLedger(file, events.codec, discard);
    return { recorded, ...contents, position: await events.head(), empty: false };
  }
  try {
    const contents = await readLedger(abortable(file, restoration.lost), events.codec, restoration);
    await restoration.flush();
    if (!preview) await restoration.commit();
    const { events: recorded, providers, dossiers } = contents;
    return { recorded, providers, dossiers, position: preview ? 0 : recorded, empty: true };
  } finally {
    await restoration.end();
  }
}

/** @returns `undefined` for a preview on a ledger with events */
async function beginRestoration(db: LedgerDatabase, preview: boolean): Promise<Restoration | undefined> {
  try {
    return await Restoration.begin(db);
  } catch (error) {
    if (preview && error instanceof Refusal && error.code === 'ledger-not-empty') return undefined;
    throw error;
  }
}

const discard: LineSink = { add: () => Promise.resolve(), received: () => Promise.resolve() };

const EVENTS_PER_CALL = 1000;
const CHARACTERS_PER_CALL = 4_000_000;
const MS_PER_CALL = 10_000;

const IDLE_MS = 60_000;

interface Timeouts {
  /** PostgreSQL ends the session after this time without a call. */
  idleMs: number;
  /** While data arrives, a call is made at least this often. Well below `idleMs`. */
  callMs: number;
}

/**
 * One transaction that fills an empty ledger, on its own connection. From its first call on it locks the head of the
 * ledger: appends wait until it ends. It is rolled back when the sender sends nothing for a minute, so that appends do not
 * wait for ever.
 */
export class Restoration {
  #batch: StoredLine[] = [];
  #characters = 0;
  #called = performance.now();
  /** The pending call; the next batch is read meanwhile. */
  #storing: Promise<void> = Promise.resolve();
  readonly #lost = new AbortController();

  private constructor(
    private readonly client: pg.Client,
    private readonly timeouts: Timeouts,
  ) {
    client.on('error', (error) => {
      const isIdle = (error as { code?: string }).code === '25P03';
      this.#lost.abort(isIdle ? new Refusal('import-invalid', reason('restore-timeout')) : error);
    });
    client.on('end', () => {
      this.#lost.abort(new Error('Connection terminated'));
    });
  }

  /** @throws Refusal ledger-not-empty */
  static async begin(
    db: LedgerDatabase,
    timeouts: Timeouts = { idleMs: IDLE_MS, callMs: MS_PER_CALL },
  ): Promise<Restoration> {
    const restoration = new Restoration(await db.dedicated('jalon restore'), timeouts);
    try {
      await restoration.client.query(
        `begin; set local idle_in_transaction_session_timeout = ${Math.round(timeouts.idleMs)}`,
      );
      await restoration.#store([]); // refuses a ledger with events before the file is read
      return restoration;
    } catch (error) {
      await restoration.end();
      throw error;
    }
  }

  /** Aborted when PostgreSQL ends the session, with its error as the reason. Nothing will be recorded. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** @throws Refusal import-invalid, for this line or an earlier one */
  async add(line: StoredLine): Promise<void> {
    this.#batch.push(line);
    this.#characters += line.text.length;
    if (this.#batch.length >= EVENTS_PER_CALL || this.#characters >= CHARACTERS_PER_CALL) await this.#send();
  }

  /** Call whenever data arrives, even less than a line: it keeps the session alive. */
  async received(): Promise<void> {
    if (performance.now() - this.#called >= this.timeouts.callMs) await this.#send();
  }

  /** Once this resolves, all added events are in the transaction. */
  async flush(): Promise<void> {
    await this.#send();
    await this.#storing;
  }

  async commit(): Promise<void> {
    await this.client.query('commit');
  }

  /** Rolls back unless committed. */
  async end(): Promise<void> {
    await this.#storing.catch(() => undefined);
    await this.client.end().catch(() => undefined);
  }

  async #send(): Promise<void> {
    const batch = this.#batch;
    [this.#batch, this.#characters, this.#called] = [[], 0, performance.now()];
    await this.#storing;
    this.#storing = this.#store(batch);
    this.#storing.catch(() => undefined); // the next call to await it gets the error
  }

  async #store(batch: readonly StoredLine[]): Promise<void> {
    const text = 'select ledger_restore($1::text[], $2::text[])';
    const values = [batch.map((line) => line.text), batch.map((line) => line.fingerprint)];
    try {
      await this.client.query({ name: 'ledger_restore', text, values });
      const salted = batch.filter(({ event }) => event.salt !== undefined);
      await this.client.query({
        name: 'restore_salts',
        text: SALTS,
        values: [salted.map(({ event }) => event.position), salted.map(({ event }) => event.salt)],
      });
    } catch (error) {
      throw refusalOf(error, batch) ?? error;
    }
  }
}

/** Those of the file, so that the log has the same hashes; the worker adds what is missing. */
const SALTS = `insert into log_salt (position, salt)
  select position, decode(salt, 'hex') from unnest($1::bigint[], $2::text[]) as given (position, salt)`;

/** PostgreSQL's error as a refusal of the file; `undefined` when the file is not its cause. */
function refusalOf(error: unknown, batch: readonly StoredLine[]): Refusal | undefined {
  const { code, detail } = error as { code?: string; detail?: string };
  if (code === 'JL001') return new Refusal('ledger-not-empty', reason('ledger-has-events'));
  if (code === 'JL004') {
    const line = batch.find(({ event }) => String(event.position) === detail) ?? batch[0];
    return lineRefused(line?.number ?? 1, 'recordedAt', reason('recorded-in-future'));
  }
  if (!isRefusedValue(error)) return undefined;
  const [from, to] = [batch[0]?.number ?? 0, batch.at(-1)?.number ?? 0];
  return lineRefused(from, 'file', reason('lines-not-storable', { to, error: error.message }));
}
