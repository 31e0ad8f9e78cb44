import type pg from 'pg';
import { isRefusedValue, type LedgerDatabase } from '#database/connection.js';
import { Refusal } from '#domain/refusal.js';
import type { ReadLine } from './event-line.js';
import { lineRefused } from './ledger-file.js';

const EVENTS_PER_CALL = 1000;
const CHARACTERS_PER_CALL = 4_000_000;
const MS_PER_CALL = 10_000;

/** After so long without a word PostgreSQL takes the sender for gone. */
const SILENCE_MS = 60_000;

interface Patience {
  silenceMs: number;
  /** Well below it: how often a sender who is slow is shown to be there. */
  callMs: number;
}

/**
 * One transaction that fills an empty ledger, on a connection of its own. From its first call on it holds the head of the
 * ledger: appends wait until it ends. A sender that falls silent for a minute loses it, so that they do not wait for ever.
 */
export class Restoration {
  #batch: ReadLine[] = [];
  #characters = 0;
  #called = performance.now();
  /** The call under way: the next batch is read meanwhile. */
  #storing: Promise<void> = Promise.resolve();
  /** Aborted when PostgreSQL has ended the session: nothing of it will be recorded. */
  readonly #lost = new AbortController();

  private constructor(
    private readonly client: pg.Client,
    private readonly patience: Patience,
  ) {
    client.on('error', (error) => {
      this.#lost.abort(wasSilent(error) ? silent() : error);
    });
    client.on('end', () => {
      this.#lost.abort(new Error('Connection terminated'));
    });
  }

  /** @throws Refusal ledger-not-empty */
  static async begin(
    db: LedgerDatabase,
    patience: Patience = { silenceMs: SILENCE_MS, callMs: MS_PER_CALL },
  ): Promise<Restoration> {
    const restoration = new Restoration(await db.dedicated('jalon restore'), patience);
    try {
      await restoration.client.query(
        `begin; set local idle_in_transaction_session_timeout = ${Math.round(patience.silenceMs)}`,
      );
      await restoration.#store([]); // a ledger with events is refused before the file is read
      return restoration;
    } catch (error) {
      await restoration.end();
      throw error;
    }
  }

  /** What PostgreSQL ended the session with, as its reason. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** @throws Refusal import-invalid, for this line or for one before */
  async add(line: ReadLine): Promise<void> {
    this.#batch.push(line);
    this.#characters += line.text.length;
    if (this.#batch.length >= EVENTS_PER_CALL || this.#characters >= CHARACTERS_PER_CALL) await this.#send();
  }

  /** To be told whenever something comes from the sender, be it less than a line. */
  async received(): Promise<void> {
    if (performance.now() - this.#called >= this.patience.callMs) await this.#send();
  }

  /** Everything added so far is in the transaction when this returns. */
  async flush(): Promise<void> {
    await this.#send();
    await this.#storing;
  }

  async commit(): Promise<void> {
    await this.client.query('commit');
  }

  /** Without a commit nothing was recorded. */
  async end(): Promise<void> {
    await this.#storing.catch(() => undefined);
    await this.client.end().catch(() => undefined);
  }

  async #send(): Promise<void> {
    const batch = this.#batch;
    [this.#batch, this.#characters, this.#called] = [[], 0, performance.now()];
    await this.#storing;
    this.#storing = this.#store(batch);
    this.#storing.catch(() => undefined); // it is told to whoever waits for it next
  }

  async #store(batch: readonly ReadLine[]): Promise<void> {
    const text = 'select ledger_restore($1::text[], $2::text[])';
    const values = [batch.map((line) => line.text), batch.map((line) => line.fingerprint)];
    try {
      await this.client.query({ name: 'ledger_restore', text, values });
    } catch (error) {
      throw refusalOf(error, batch) ?? error;
    }
  }
}

const wasSilent = (error: unknown): boolean => (error as { code?: string }).code === '25P03';

const silent = () =>
  new Refusal('import-invalid', 'The file did not go on: nothing came of it for a minute. Nothing was recorded.');

/** What PostgreSQL has against a batch whose order is right, in words about the file; nothing when it is not about the batch. */
function refusalOf(error: unknown, batch: readonly ReadLine[]): Refusal | undefined {
  const { code, detail } = error as { code?: string; detail?: string };
  if (code === 'JL001')
    return new Refusal(
      'ledger-not-empty',
      'A whole ledger can be imported into an empty one only; this one holds events.',
    );
  if (code === 'JL004') {
    const line = batch.find(({ event }) => String(event.position) === detail) ?? batch[0];
    return lineRefused(line?.number ?? 1, 'recordedAt', "is more than a day ahead of this ledger's clock");
  }
  if (!isRefusedValue(error)) return undefined;
  const [from, to] = [batch[0]?.number ?? 0, batch.at(-1)?.number ?? 0];
  return lineRefused(from, 'file', `or one of those up to line ${to} cannot be stored: ${error.message}`);
}
