import { sql, type RawBuilder } from 'kysely';
import type { Day } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';

/** What a question looks at: what had happened by a day, as it was known at an instant (absent: all that is on record). */
export interface Viewpoint {
  asOf: Day;
  knownAt?: Date | undefined;
}

/** A day and a position (`null`: the end, whatever is recorded meanwhile). For each dossier, at most one span holds at both. */
export interface Point {
  asOf: Day;
  position: number | null;
}

export const pointOf = async (events: EventStore<LedgerEvent>, { asOf, knownAt }: Viewpoint): Promise<Point> => ({
  asOf,
  position: knownAt ? await events.positionAt(knownAt) : null,
});

/**
 * The conditions are worded for the indexes: spans that are still open have one of their own.
 *
 * @param span what the query calls the table of spans
 */
export const holdsAt = (span: string, { asOf, position }: Point): RawBuilder<boolean> => {
  const known = position === null ? sql`${sql.ref(`${span}.known_to`)} is null` : knownBy(span, position);
  return sql`${sql.ref(`${span}.days`)} @> ${asOf}::date and ${known}`;
};

const knownBy = (span: string, position: number) => sql`${sql.ref(`${span}.known`)} @> ${position}::bigint`;
