import type { Kysely } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Reach } from '#delivery/recipient.js';
import { type ReminderWishes, wishesOf } from '#domain/reminder/preferences.js';
import type { Place } from '#notifications/changes-of.js';
import { type Filter, type FilteredChange, type FilteredDeadline, wantsChange, wantsDeadline } from './filter.js';

/** Somebody who is reminded of deadlines. */
interface DeadlineSubscriber {
  subscription: string;
  /** Who made the subscription: an API key. Theirs back each other up. */
  owner: string;
  confirmedAt: Date;
  /** The ledger's head when it was confirmed: what was recorded later is news to them. */
  since: number;
  wishes: ReminderWishes;
  wants(deadline: Place & Omit<FilteredDeadline, 'place'>): boolean;
}

/**
 * The subscriptions that asked to be reminded, as the transaction sees them: all, those of an owner, or one. One that was
 * disabled is among them: it is reminded once it is enabled.
 */
export async function deadlineSubscribers(
  db: Kysely<Database>,
  { owner, subscription }: { owner?: string | undefined; subscription?: string | undefined } = {},
): Promise<DeadlineSubscriber[]> {
  let confirmed = db
    .selectFrom('subscription')
    .select(['id', 'created_by', 'filter', 'reminders', 'since_position as since'])
    .select((eb) => eb.ref('confirmed_at').$notNull().as('confirmedAt'))
    .where('state', 'in', ['active', 'disabled'])
    .where('confirmed_at', 'is not', null)
    .orderBy('id');
  if (owner !== undefined) confirmed = confirmed.where('created_by', '=', owner);
  if (subscription !== undefined) confirmed = confirmed.where('id', '=', subscription);
  const rows = await confirmed.execute();
  return rows
    .map((row) => ({ ...row, filter: row.filter as Filter }))
    .filter(({ filter }) => filter.deadlines)
    .map(({ id, created_by, filter, reminders, confirmedAt, since }) => ({
      subscription: id,
      owner: created_by,
      confirmedAt,
      since: since ?? 0,
      wishes: wishesOf(reminders),
      wants: ({ kind, confirmed, ...place }) => wantsDeadline(filter, { place, kind, confirmed }),
    }));
}

/** Who would be told at once of an event that is recorded now, by the ids of their subscriptions. */
export async function subscribersToChange(
  db: Kysely<Database>,
  change: FilteredChange,
  places: readonly Place[],
): Promise<string[]> {
  const rows = await db
    .selectFrom('subscription')
    .select(['id', 'filter'])
    .where('state', '=', 'active')
    .orderBy('id')
    .execute();
  return rows.filter(({ filter }) => wantsChange(filter as Filter, change, places)).map(({ id }) => id);
}

/** An active subscription by where it leads. */
export interface Reached {
  id: string;
  channel: 'email' | 'webhook';
  target: string;
}

/** Those that somebody may see, by id. */
export async function activeWithin(db: Kysely<Database>, reach: Reach): Promise<Map<string, Reached>> {
  let rows = db.selectFrom('subscription').select(['id', 'channel', 'target']).where('state', '=', 'active');
  if (reach !== 'all') rows = rows.where('created_by', '=', reach.maker);
  return new Map((await rows.execute()).map((row) => [row.id, row]));
}

/** Those of some subscriptions that are told of changes in a digest of the day, not one by one. */
export async function toldDaily(db: Kysely<Database>, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('subscription')
    .select('id')
    .where('id', 'in', ids)
    .where('mode', '=', 'daily')
    .execute();
  return new Set(rows.map(({ id }) => id));
}
