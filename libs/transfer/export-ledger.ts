import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { ledgerText } from './ledger-text.js';

export interface ExportedLedger {
  /** The last position that is in. */
  head: number;
  /** Piece by piece, as it is asked for. */
  text: AsyncGenerator<string>;
}

/** The whole ledger as a file, up to where it stands now; what is recorded meanwhile is not in. @see ledger-file.ts */
export class ExportLedger extends Query<ExportedLedger> {
  /** @param knownAt only what was on record at this instant; absent: everything */
  constructor(readonly knownAt?: Date) {
    super();
  }
}

@QueryHandler(ExportLedger)
export class ExportLedgerHandler implements IQueryHandler<ExportLedger> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async execute({ knownAt }: ExportLedger): Promise<ExportedLedger> {
    const head = knownAt ? await this.events.positionAt(knownAt) : await this.events.head();
    return { head, text: ledgerText(this.db, { head, knownAt }) };
  }
}
