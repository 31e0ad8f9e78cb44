import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { SubscriptionRow, SubscriptionScope } from './sending/attempt.js';
import { type ReminderPreferences, preferencesOf } from '#domain/reminder/preferences.js';
import type { Place } from './messages/changes-of.js';
import { type Filter, type FilteredChange, type FilteredDeadline, wantsChange, wantsDeadline } from './filter.js';

export interface ReminderSubject extends Pick<FilteredDeadline, 'kind' | 'confirmed'> {
  dossier: string;
  /** Current holder of the service. */
  provider: string;
  scheme: string;
}

export interface Recipient {
  subscription: string;
  /** The API key that created the subscription. Escalations apply among subscriptions of the same owner. */
  owner: string;
  /** Reminders due before this instant are not sent to the recipient. */
  confirmedAt: Date;
  /** Ledger position at the confirmation. Facts recorded later are new to the recipient. */
  since: number;
  wishes: ReminderPreferences;
  wants(deadline: ReminderSubject): boolean;
}

/**
 * The subscriptions to deadlines in the snapshot of the transaction: all, those of one owner, or one. Includes disabled
 * ones, which receive their reminders once they are resumed.
 */
export async function deadlineRecipients(
  db: Kysely<Database>,
  { owner, subscription }: { owner?: string | undefined; subscription?: string | undefined } = {},
): Promise<Recipient[]> {
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
      wishes: preferencesOf(reminders),
      wants: ({ kind, confirmed, ...place }) => wantsDeadline(filter, { place, kind, confirmed }),
    }));
}

/** Sub-query: where reminders are sent, and with which settings. Includes subscriptions that have ended. */
export const recipientRows = (db: Kysely<Database>) =>
  db
    .selectFrom('subscription')
    .select(['id', 'channel', 'target', 'language', 'created_by as owner', 'reminders as wishes']);

const mark = sql`
  case when state in ('active', 'disabled') then md5(filter::text || reminders::text || confirmed_at::text) end
`;

/**
 * Sub-query: a fingerprint (`mark`) of the settings that planning depends on, for each subscription that was changed since it
 * was planned for; `null` if the subscription is not confirmed or has ended.
 */
export const changedMarks = sql`(select id, ${mark} as mark from subscription where replan)`;

/** Records that reminders are planned for subscriptions, except those that were changed meanwhile. */
export async function markPlanned(
  db: Kysely<Database>,
  planned: readonly { subscription: string; mark: string | null }[],
): Promise<void> {
  await sql`
    update subscription set replan = false
    from unnest(
      ${planned.map(({ subscription }) => subscription)}::uuid[], ${planned.map((one) => one.mark)}::text[]
    ) as planned (id, mark)
    where subscription.id = planned.id and planned.mark is not distinct from ${mark}
  `.execute(db);
}

/** SQL condition: the subscription with this id is disabled, or its recipient has paused it. */
export const isDisabled = (id: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql`exists (select from subscription where subscription.id = ${id} and (state = 'disabled' or recipient_paused_until is not null))`;

/**
 * Locks up to `most` subscriptions until the transaction ends, so that everything due for one goes into one message.
 * Skips disabled and paused subscriptions and those that others have locked.
 *
 * @param isCandidate SQL condition on the id of a subscription
 */
export async function lockSubscriptions(
  tx: Transaction<Database>,
  isCandidate: (id: RawBuilder<unknown>) => RawBuilder<unknown>,
  most: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from subscription where state <> 'disabled' and recipient_paused_until is null and ${isCandidate(sql.ref('subscription.id'))}
    order by id limit ${most} for no key update skip locked
  `.execute(tx);
  return rows.map(({ id }) => id);
}

/** Ids of the subscriptions that would be notified of an event that is recorded now. */
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

export type ActiveSubscription = Pick<SubscriptionRow, 'id' | 'channel' | 'target'>;

export async function activeSubscriptions(
  db: Kysely<Database>,
  scope: SubscriptionScope,
): Promise<Map<string, ActiveSubscription>> {
  let rows = db.selectFrom('subscription').select(['id', 'channel', 'target']).where('state', '=', 'active');
  if (scope !== 'all') rows = rows.where('created_by', '=', scope.owner);
  return new Map((await rows.execute()).map((row) => [row.id, row]));
}

export async function digestSubscriptions(db: Kysely<Database>, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('subscription')
    .select('id')
    .where('id', 'in', ids)
    .where('mode', '<>', 'immediate')
    .execute();
  return new Set(rows.map(({ id }) => id));
}
