import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { reason, type Refusal } from '#domain/refusal.js';
import { Conflict, type Context, IdReused } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { decideImport, type Decided } from './decide-import.js';
import { rowsRefused } from './csv-rows.js';
import { NamesOnRecord } from './names-on-record.js';
import { readRows } from './parse-row.js';

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

export type ImportStep = 'reading' | 'deciding' | 'recording';

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
    /** Told what the import is at; it may be decided several times. */
    readonly onStep: (step: ImportStep) => void = () => undefined,
  ) {
    super();
  }
}

@CommandHandler(ImportCsv)
export class ImportCsvHandler implements ICommandHandler<ImportCsv> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly names: NamesOnRecord,
  ) {}

  /** Losing a race to another writer, perhaps of the same file, means to decide again on what is there by then. */
  async execute({ bytes, context, onStep }: ImportCsv): Promise<Imported> {
    const { db, events, names } = this;
    onStep('reading');
    const rows = await readRows(bytes, await this.schemes.at());
    for (let attempt = 1; ; attempt++) {
      onStep('deciding');
      const decided = await decideImport(rows, { db, codec: events.codec, names, schemes: await this.schemes.at() });
      onStep('recording');
      try {
        return await this.record(decided, rows.length, context);
      } catch (error) {
        const lost = error instanceof Conflict || error instanceof IdReused;
        if (lost && attempt < ATTEMPTS) continue;
        throw error instanceof IdReused ? await this.idsTaken(decided) : error;
      }
    }
  }

  private async record({ plan, recorded }: Decided, rows: number, context: Context): Promise<Imported> {
    const { appends } = plan;
    const nothing = { recorded: 0, replayed: rows, providers: 0, dossiers: 0 };
    if (appends.length === 0) return { ...nothing, position: await this.events.head() };
    const appended = await this.events.append(appends, context);
    const position = appended.recorded.at(-1)?.position ?? 0;
    if (appended.replayed) return { ...nothing, position };
    return { recorded, replayed: rows - recorded, ...plan.opened, position };
  }

  /** Ids come from what is recorded and where: only somebody who chose such an id can have taken it. */
  private async idsTaken({ plan }: Decided): Promise<Refusal> {
    const taken = await this.events.findAll(plan.appends.flatMap(({ events }) => events.map(({ id }) => id)));
    return rowsRefused(
      [...taken.keys()].map((id) => ({ row: plan.lineOf(id) ?? 1, field: 'row', ...reason('row-id-taken', { id }) })),
    );
  }
}
