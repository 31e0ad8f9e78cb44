import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Context } from '#event-store/append.js';
import { Conflict, IdReused } from '#event-store/errors.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { decideImport } from './decide-import.js';
import { NamesOnRecord } from './names-on-record.js';
import type { ImportRow } from './parse-row.js';
import { readRows } from './read-rows.js';

const ATTEMPTS = 5;

/** What an import did. `recorded` and `replayed` count the file's rows; `providers` and `dossiers` those that it opened. */
export interface Imported {
  recorded: number;
  /** Rows that were on record before, or stand in the file a second time. */
  replayed: number;
  providers: number;
  dossiers: number;
  /** From here on the ledger has all of it. */
  position: number;
}

/**
 * Records a CSV file, all or nothing, as one append.
 *
 * @throws Refusal import-invalid, too-many-rows
 * @throws Conflict when others kept writing to the same streams
 */
export class ImportCsv extends Command<Imported> {
  constructor(
    readonly bytes: Buffer,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(ImportCsv)
export class ImportCsvHandler implements ICommandHandler<ImportCsv> {
  private readonly names: NamesOnRecord;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {
    this.names = new NamesOnRecord(db, events.codec);
  }

  async execute({ bytes, context }: ImportCsv): Promise<Imported> {
    const rows = await readRows(bytes, await this.schemes.at());
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.record(rows, context);
      } catch (error) {
        const lost = error instanceof Conflict || error instanceof IdReused;
        if (!lost || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** Losing a race to another writer, perhaps of the same file, means to decide again on what is there by then. */
  private async record(rows: readonly ImportRow[], context: Context): Promise<Imported> {
    const { plan, recorded } = await decideImport(rows, {
      db: this.db,
      codec: this.events.codec,
      names: this.names,
      schemes: await this.schemes.at(),
    });
    const { appends } = plan;
    const nothing = { recorded: 0, replayed: rows.length, providers: 0, dossiers: 0 };
    if (appends.length === 0) return { ...nothing, position: await this.events.head() };
    const appended = await this.events.append(appends, context);
    const position = appended.recorded.at(-1)?.position ?? 0;
    if (appended.replayed) return { ...nothing, position };
    return { recorded, replayed: rows.length - recorded, ...plan.opened, position };
  }
}
