import type pg from 'pg';
import type { LedgerDatabase } from '#database/connection.js';
import type { ReadLine } from './event-line.js';
import { fileRefused } from './file-refused.js';
import { refusalOf } from './restore-error.js';

const EVENTS_PER_CALL = 1000;
const CHARACTERS_PER_CALL = 4_000_000;

/**
 * One transaction that fills an empty ledger, on a connection of its own. From its first call on it holds the head of the
 * ledger: appends wait until it ends. A sender that falls silent for a minute loses it, so that they do not wait for ever.
 */
export class Restoration {
  #batch: ReadLine[] = [];
  #characters = 0;
  #last = { position: 0, recordedAt: '' };
  /** The call under way: the next batch is read meanwhile. */
  #storing: Promise<void> = Promise.resolve();

  private constructor(private readonly client: pg.Client) {}

  /** @throws Refusal ledger-not-empty */
  static async begin(db: LedgerDatabase): Promise<Restoration> {
    const restoration = new Restoration(await db.dedicated('jalon restore'));
    try {
      await restoration.client.query(`begin; set local idle_in_transaction_session_timeout = '60s'`);
      await restoration.#store([]); // a ledger with events is refused before the file is read
      return restoration;
    } catch (error) {
      await restoration.end();
      throw error;
    }
  }

  /** @throws Refusal import-invalid, for this line or for one before */
  async add(line: ReadLine): Promise<void> {
    const { event, number, text } = line;
    if (event.position !== this.#last.position + 1)
      throw fileRefused(number, 'position', `is ${event.position}, and must be ${this.#last.position + 1}`);
    if (event.recordedAt < this.#last.recordedAt)
      throw fileRefused(number, 'recordedAt', `is before ${this.#last.recordedAt}, when the line before was recorded`);
    this.#last = event;
    this.#batch.push(line);
    this.#characters += text.length;
    if (this.#batch.length >= EVENTS_PER_CALL || this.#characters >= CHARACTERS_PER_CALL) await this.#send();
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
    [this.#batch, this.#characters] = [[], 0];
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
