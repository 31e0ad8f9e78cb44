import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { EventTable } from '#database/tables/ledger.js';
import { dossierStream, type LedgerEvent, providerStream, schemeStream } from '#domain/event/ledger-event.js';
import { decodeRow, eventColumns, type Recorded } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';

/** What events may be narrowed to before anybody looks at them; an absent list lets all pass. */
export interface EventsWanted {
  providers?: readonly string[] | undefined;
  dossiers?: readonly string[] | undefined;
  schemes?: readonly string[] | undefined;
  types?: readonly string[] | undefined;
  /** Nothing that is about no dossier, nor of dossiers that the event cannot have led to one of these. */
  statuses?: readonly string[] | undefined;
  /** Nothing that is about no dossier. */
  dossiersOnly?: boolean;
}

/** The ledger read backwards. */
@Injectable()
export class NewestEvents {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /**
   * Newest first. More than what is wanted may come, of providers who hold a service no more for example. What was recorded a
   * moment ago may be missing from what is of a provider, scheme or status: the board is that far behind.
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
    return rows.map((row) => decodeRow(this.events.codec, row));
  }

  /** Those of providers, and of what they hold or ever held. */
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
 * Of dossiers which stand or stood there on some day, as known at some moment. What was recorded at one moment, as by an
 * import, may have led there and on: the board never saw that.
 */
const leadingTo = (statuses: readonly string[]) => sql`stream like 'dossier-%' and (
  stream in (select 'dossier-' || dossier from dossier_span where status = any(${[...statuses]}))
  or exists (
    select from event as beside
    where beside.stream = event.stream and beside.version in (event.version - 1, event.version + 1)
      and beside.recorded_at = event.recorded_at
  ))`;
