import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { decideImport } from './decide-import.js';
import { dossierChanges, type DossierChange } from './dossier-changes.js';
import type { Imported } from './import-csv.js';
import { NamesOnRecord } from './names-on-record.js';
import { readRows } from './parse-row.js';

/** What an import would do, on the ledger as it stands. `position` is where the ledger stands. */
export interface Rehearsed extends Imported {
  /** The day of the statuses. */
  asOf: Day;
  /** Dossiers that would get events, those first whose status would change; not all of them if there are many. */
  changes: DossierChange[];
  /** How many dossiers would get events, listed or not. */
  touched: number;
  /** How many of them would change their status, or whether it is confirmed. */
  moved: number;
}

/**
 * The same judgement as of an import, and nothing is recorded.
 *
 * @throws Refusal import-invalid, too-many-rows
 */
export class RehearseImport extends Query<Rehearsed> {
  constructor(
    readonly bytes: Buffer,
    readonly asOf: Day,
    readonly atMost = 1000,
  ) {
    super();
  }
}

@QueryHandler(RehearseImport)
export class RehearseImportHandler implements IQueryHandler<RehearseImport> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly names: NamesOnRecord,
  ) {}

  async execute({ bytes, asOf, atMost }: RehearseImport): Promise<Rehearsed> {
    const position = await this.events.head();
    const schemes = await this.schemes.at();
    const rows = await readRows(bytes, schemes);
    const ground = { db: this.db, codec: this.events.codec, names: this.names, schemes };
    const { plan, recorded } = await decideImport(rows, ground);
    const all = await dossierChanges(plan.touched, ground, asOf);
    const moved = all.filter((change) => change.moved);
    const kept = all.filter((change) => !change.moved);
    return {
      recorded,
      replayed: rows.length - recorded,
      ...plan.opened,
      position,
      asOf,
      changes: [...moved, ...kept].slice(0, atMost),
      touched: all.length,
      moved: moved.length,
    };
  }
}
