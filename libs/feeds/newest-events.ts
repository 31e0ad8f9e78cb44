import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { EventTable } from '#database/tables/ledger.js';
import { dossierStream, type LedgerEvent, providerStream, schemeStream } from '#domain/event/ledger-event.js';
import { decodeReadable, eventColumns, type Recorded } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';

/** Filter applied in SQL; an absent list does not filter. */
export interface EventsWanted {
  providers?: readonly string[] | undefined;
  dossiers?: readonly string[] | undefined;
  schemes?: readonly string[] | undefined;
  types?: readonly string[] | undefined;
  /** Only dossier events that may have led to one of these statuses. */
  statuses?: readonly string[] | undefined;
  /** Only dossier events. */
  dossiersOnly?: boolean;
}

/** Reads the ledger from newest to oldest. */
@Injectable()
export class NewestEvents {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /**
   * Newest first, those that cannot be decoded as stored. May return more than requested, for example events of former holders.
   * Filters by provider, scheme or status may miss the latest events until the projection has caught up.
   */
  async read(wanted: EventsWanted, page: { before: number; limit: number }): Promise<Recorded<LedgerEvent>[]> {
    const { dossiers, types, schemes, statuses } = wanted;
    const providers = wanted.providers && (await this.#streamsOf(wanted.providers));
    const { rows } = await sql<EventTable>`
      select ${sql.join(eventColumns.map((column) => sql.ref(column)))} from event
      where position < ${page.before}
        ${providers ? sql`and stream = any(${providers})` : sql``}
        ${dossiers ? sql`and stream = any(${dossiers.map(dossierStream)})` : sql``}
        ${types ? sql`and type = any(${[...types]})` : sql``}
        ${statuses ? sql`and ${leadingTo(statuses)}` : sql``}
        ${wanted.dossiersOnly ? sql`and stream like 'dossier-%'` : sql``}
        ${
          schemes
            ? sql`and (stream = any(${schemes.map(schemeStream)})
                or stream in (select 'dossier-' || id from dossier where scheme = any(${[...schemes]})))`
            : sql``
        }
      order by position desc limit ${page.limit}
    `.execute(this.db);
    return decodeReadable(this.events.codec, rows, { keepRaw: true });
  }

  /** The streams of providers and of all dossiers that they hold or held. */
  async #streamsOf(providers: readonly string[]): Promise<string[]> {
    const held = await this.db
      .selectFrom('dossier_holder')
      .select('dossier')
      .distinct()
      .where('provider', 'in', [...providers])
      .execute();
    return [...providers.map(providerStream), ...held.map(({ dossier }) => dossierStream(dossier))];
  }
}

/**
 * Dossiers that had the status on some day, as known at some time. Statuses that were entered and left within one
 * recording, such as an import, are not in the projection.
 */
const leadingTo = (statuses: readonly string[]) => sql`stream like 'dossier-%' and (
  stream in (select 'dossier-' || dossier from dossier_span where status = any(${[...statuses]}))
  or exists (
    select from event as beside
    where beside.stream = event.stream and beside.version in (event.version - 1, event.version + 1)
      and beside.recorded_at = event.recorded_at
  ))`;
