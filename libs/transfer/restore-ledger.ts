import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { abortable } from '#concurrency/async-iteration.js';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { Refusal } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { type LineSink, readLedger } from './event-line.js';
import { Restoration } from './restoration.js';

export interface Restored {
  /** The number of events. */
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
 * recorded or none, however long it takes. Memory grows with the names of streams and the ids of events: by 35 to 150 MB for
 * a million.
 *
 * A preview records nothing. On an empty ledger it restores the file in a transaction that is rolled back; appends wait
 * meanwhile. Otherwise it only validates the file, without PostgreSQL's own checks.
 *
 * @throws Refusal ledger-not-empty (not in a preview), import-invalid (with the line)
 */
export class RestoreLedger extends Command<Restored> {
  constructor(
    readonly file: AsyncIterable<Uint8Array>,
    readonly options: { preview?: boolean } = {},
  ) {
    super();
  }
}

@CommandHandler(RestoreLedger)
export class RestoreLedgerHandler implements ICommandHandler<RestoreLedger> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async execute({ file, options: { preview = false } }: RestoreLedger): Promise<Restored> {
    const restoration = await this.#begin(preview);
    if (!restoration) {
      const { events: recorded, ...contents } = await readLedger(file, this.events.codec, discard);
      return { recorded, ...contents, position: await this.events.head(), empty: false };
    }
    try {
      const contents = await readLedger(abortable(file, restoration.lost), this.events.codec, restoration);
      await restoration.flush();
      if (!preview) await restoration.commit();
      const { events: recorded, providers, dossiers } = contents;
      return { recorded, providers, dossiers, position: preview ? 0 : recorded, empty: true };
    } finally {
      await restoration.end();
    }
  }

  /** @returns `undefined` for a preview on a ledger with events */
  async #begin(preview: boolean): Promise<Restoration | undefined> {
    try {
      return await Restoration.begin(this.db);
    } catch (error) {
      if (preview && error instanceof Refusal && error.code === 'ledger-not-empty') return undefined;
      throw error;
    }
  }
}

const discard: LineSink = { add: () => Promise.resolve(), received: () => Promise.resolve() };
