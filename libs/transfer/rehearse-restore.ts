import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { Refusal } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { readLedger, type Held, type Taker } from './read-ledger.js';
import { Restoration } from './restoration.js';
import { abortable } from '#concurrency/async-iteration.js';

export interface Rehearsed extends Held {
  /** Whether this ledger is empty, as it has to be to take the file. */
  empty: boolean;
  /** Where this ledger stands. */
  position: number;
}

/**
 * What importing a ledger file would do, with nothing recorded. Into an empty ledger it is really done, and taken back: what
 * is recorded meanwhile waits. Where there are events the file is judged alone; of that, PostgreSQL has no say.
 *
 * @throws Refusal import-invalid (naming the line)
 */
export class RehearseRestore extends Query<Rehearsed> {
  constructor(readonly file: AsyncIterable<Uint8Array>) {
    super();
  }
}

@QueryHandler(RehearseRestore)
export class RehearseRestoreHandler implements IQueryHandler<RehearseRestore> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async execute({ file }: RehearseRestore): Promise<Rehearsed> {
    const restoration = await this.#begun();
    if (!restoration) {
      const held = await readLedger(file, this.events.codec, nobody);
      return { ...held, empty: false, position: await this.events.head() };
    }
    try {
      const held = await readLedger(abortable(file, restoration.lost), this.events.codec, restoration);
      await restoration.flush();
      return { ...held, empty: true, position: 0 };
    } finally {
      await restoration.end();
    }
  }

  async #begun(): Promise<Restoration | undefined> {
    try {
      return await Restoration.begin(this.db);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'ledger-not-empty') return undefined;
      throw error;
    }
  }
}

const nobody: Taker = { add: () => Promise.resolve(), heard: () => Promise.resolve() };
