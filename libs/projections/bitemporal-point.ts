import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Day } from '#domain/date/day.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { fold } from '#domain/text/text.js';
import type { EventStore } from '#event-store/event-store.js';

/** A point in time: facts that had happened by `asOf` and were on record at `knownAt` (absent: everything on record). */
export interface PointInTime {
  asOf: Day;
  knownAt?: Date | undefined;
}

/** A day of valid time and a position of the ledger (`null`: current). At most one span per dossier contains it. */
export interface BitemporalPoint {
  asOf: Day;
  position: number | null;
}

/** A point with a fixed position, so that events recorded meanwhile do not change the result. */
export type FixedPoint = BitemporalPoint & { position: number };

export const resolvePoint = async (
  events: EventStore<LedgerEvent>,
  { asOf, knownAt }: PointInTime,
): Promise<BitemporalPoint> => ({
  asOf,
  position: knownAt ? await events.positionAt(knownAt) : null,
});

/**
 * Whether a span contains a point. Current spans have a partial index.
 *
 * @param span the alias of the span table
 */
export const holdsAt = (span: string, point: BitemporalPoint): RawBuilder<boolean> =>
  sql`(${startedBy(span, point)} and ${sql.ref(`${span}.to_day`)} >= ${point.asOf}::date)`;

/**
 * The span of a dossier or provider at a point, by one index lookup: the last that started by then.
 *
 * @param owner the id, as the outer query names it
 */
export const spanAt = (
  table: 'dossier_span' | 'board_line' | 'provider_span',
  owner: RawBuilder<unknown>,
  point: BitemporalPoint,
): RawBuilder<unknown> => sql`
  select * from ${sql.table(table)} as span
  where span.${sql.ref(table === 'provider_span' ? 'provider' : 'dossier')} = ${owner} and ${startedBy('span', point)}
  order by span.from_day desc limit 1
`;

function startedBy(span: string, { asOf, position }: BitemporalPoint): RawBuilder<boolean> {
  const open = sql`${sql.ref(`${span}.known_to`)} is null`;
  const known =
    position === null
      ? open
      : sql`${sql.ref(`${span}.known_from`)} <= ${position}::bigint
          and (${open} or ${sql.ref(`${span}.known_to`)} > ${position}::bigint)`;
  return sql`(${sql.ref(`${span}.from_day`)} <= ${asOf}::date and ${known})`;
}

/**
 * A provider with its name at a point, or its latest name if it had none yet.
 *
 * @param provider the alias of the provider table
 */
export function providerRefAt(provider: string, point: BitemporalPoint): RawBuilder<ProviderRef> {
  const of = (column: string) => sql.ref(`${provider}.${column}`);
  const nameAt = sql`(select named.name from (${spanAt('provider_span', of('id'), point)}) as named)`;
  return sql`jsonb_build_object('id', ${of('id')}, 'slug', ${of('slug')}, 'name', coalesce(${nameAt}, ${of('name')}))`;
}

/** Whether `provider` has an id or slug. */
export function matchesProvider(idsOrSlugs: readonly string[]): RawBuilder<boolean> {
  const isId = (one: string): boolean => z.guid().safeParse(one).success;
  const ids = sql<boolean>`provider.id = any(${idsOrSlugs.filter(isId)}::uuid[])`;
  const slugs = idsOrSlugs.filter((one) => !isId(one));
  return slugs.length === 0 ? ids : sql`(${ids} or provider.slug = any(${slugs}))`;
}

/**
 * Whether a word of any current or former name of a provider starts with `name`, ignoring case and accents.
 *
 * @param provider the column with the provider's id
 */
export function hasNameLike(name: string, provider: string): RawBuilder<boolean> {
  const folded = fold(name);
  if (folded === '') return sql`false`;
  return sql`${sql.ref(provider)} in (
    select named.provider from provider_name as named where ${hasWordPrefix('named.folded', folded)}
  )`;
}

/**
 * Whether a word of a folded text starts with `word`. Words of a folded text are separated by one blank, so one search for the
 * blank and the prefix is enough.
 *
 * @param text the column with the folded text
 * @param word folded; of several words, the last may be a prefix
 */
export const hasWordPrefix = (text: string, word: string): RawBuilder<boolean> =>
  sql`strpos(' ' || ${sql.ref(text)}, ${` ${word}`}) > 0`;
