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
 * Whether a span holds at a point. Spans that are still open have an index of their own.
 *
 * @param span what the query calls the table of spans
 */
export const holdsAt = (span: string, point: Point): RawBuilder<boolean> =>
  sql`(${hasBegunAt(span, point)} and ${sql.ref(`${span}.to_day`)} >= ${point.asOf}::date)`;

/**
 * The one span of a dossier or provider that holds at a point, found by one look into an index: of those that have begun,
 * the last.
 *
 * @param owner whose, as the query around it calls it
 */
export const spanAt = (
  table: 'dossier_span' | 'board_line' | 'provider_span',
  owner: RawBuilder<unknown>,
  point: Point,
): RawBuilder<unknown> => sql`
  select * from ${sql.table(table)} as span
  where span.${sql.ref(table === 'provider_span' ? 'provider' : 'dossier')} = ${owner} and ${hasBegunAt('span', point)}
  order by span.from_day desc limit 1
`;

function hasBegunAt(span: string, { asOf, position }: Point): RawBuilder<boolean> {
  const open = sql`${sql.ref(`${span}.known_to`)} is null`;
  const known =
    position === null
      ? open
      : sql`${sql.ref(`${span}.known_from`)} <= ${position}::bigint
          and (${open} or ${sql.ref(`${span}.known_to`)} > ${position}::bigint)`;
  return sql`(${sql.ref(`${span}.from_day`)} <= ${asOf}::date and ${known})`;
}
