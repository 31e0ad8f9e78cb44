import type { Kysely } from 'kysely';
import type { Database } from '#database/tables.js';
import { type ReminderWishes, wishesOf } from '#domain/reminder/wishes.js';
import { type Filter, type FilteredDeadline, wantsDeadline } from './filter.js';
import type { Place } from '#notifications/subject.js';

/** Somebody who is reminded of deadlines. */
export interface DeadlineSubscriber {
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
