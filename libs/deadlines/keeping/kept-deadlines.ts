import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { dayIn } from '#domain/date/day.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { placesOf } from './dossier-places.js';
import type { Planning } from '../planning.js';
import type { KeptDeadline } from '../showing/unplanned-rung.js';
import { placeIn } from '../showing/view-of.js';

/** Those of some deadlines that are kept, as they are. */
export async function keptDeadlines(
  db: LedgerDatabase,
  { events, schemes, zone }: Planning,
  keys: readonly string[],
  now: Date,
): Promise<KeptDeadline[]> {
  const rows = await db
    .selectFrom('deadline')
    .select(['dossier', 'version', 'body', 'state'])
    .where(sql<boolean>`key = any(${[...keys]})`)
    .orderBy('key')
    .execute();
  if (rows.length === 0) return [];
  const dossiers = rows.map(({ dossier }) => dossier);
  const places = await placesOf(events, dossiers, dayIn(zone, now));
  const known = await schemes.at();
  return rows.map(({ dossier, version, body, state }) => {
    const place = placeIn(places, dossier);
    return { deadline: { ...(body as Deadline), state }, version, place, scheme: known.get(place.scheme) };
  });
}
