import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Day } from '#domain/date/day.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { fold } from '#domain/text/text.js';
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

/**
 * A provider as it was called at a point; by its latest name at one where it had none yet.
 *
 * @param provider what the query calls the table of providers
 */
export function providerRefAt(provider: string, point: Point): RawBuilder<ProviderRef> {
  const of = (column: string) => sql.ref(`${provider}.${column}`);
  const named = sql`(select called.name from (${spanAt('provider_span', of('id'), point)}) as called)`;
  return sql`jsonb_build_object('id', ${of('id')}, 'slug', ${of('slug')}, 'name', coalesce(${named}, ${of('name')}))`;
}

/** Whether `provider`, as the query calls it, is the one of an id or slug; found by an index. */
export const isProvider = (idOrSlug: string): RawBuilder<boolean> =>
  z.guid().safeParse(idOrSlug).success ? sql`provider.id = ${idOrSlug}` : sql`provider.slug = ${idOrSlug}`;

/**
 * Whether a word of any name that a provider goes or went by begins like this, without case and accents.
 *
 * @param provider the column that holds the provider's id
 */
export function calledLike(name: string, provider: string): RawBuilder<boolean> {
  const folded = fold(name);
  if (folded === '') return sql`false`;
  return sql`${sql.ref(provider)} in (
    select called.provider from provider_name as called where ${hasWord('called.folded', folded)}
  )`;
}

/**
 * Whether a word of a folded text begins like this. Words of a folded text have one blank between them; to look for the blank
 * takes one search, where patterns take one for the first word and one for the others.
 *
 * @param text the column that holds it
 * @param word folded, too; of several words, the last may be a beginning
 */
export const hasWord = (text: string, word: string): RawBuilder<boolean> =>
  sql`strpos(' ' || ${sql.ref(text)}, ${` ${word}`}) > 0`;
