import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction, type UpdateObject } from 'kysely';
import type { Database } from '#database/tables.js';
import type { DeliveryTable, SubscriptionTable } from '#database/tables/subscription.js';
import { refuse } from '#domain/refusal.js';
import type { Message } from '../messages/message.js';

/** The subscriptions that a caller may see and change: those of one API key, or all. */
export type SubscriptionScope = { owner: string } | 'all';

const unknownSubscription = (id: string) => refuse('not-found', 'id', 'subscription-not-found', { subscription: id });

/**
 * Subscriptions outside the scope are reported as unknown. `lock` locks the row until the transaction ends.
 *
 * @throws Refusal not-found
 */
export async function findSubscription(
  db: Kysely<Database>,
  id: string,
  scope: SubscriptionScope,
  options: { lock?: boolean } = {},
): Promise<SubscriptionRow> {
  let query = db.selectFrom('subscription').selectAll().where('id', '=', id).where('account', 'is', null);
  if (scope !== 'all') query = query.where('created_by', '=', scope.owner);
  if (options.lock) query = query.forNoKeyUpdate(); // rows that refer to it may be inserted meanwhile
  const row = await query.executeTakeFirst();
  if (!row) throw unknownSubscription(id);
  return row;
}

export const updateSubscription = (
  tx: Transaction<Database>,
  id: string,
  values: UpdateObject<Database, 'subscription'>,
): Promise<SubscriptionRow> =>
  tx.updateTable('subscription').set(values).where('id', '=', id).returningAll().executeTakeFirstOrThrow();

/** @throws Refusal subscription-unfit */
export function assertActive({ state }: SubscriptionRow): void {
  if (state !== 'active') throw refuse('subscription-unfit', 'id', 'subscription-not-active', { state });
}

export type SubscriptionRow = Selectable<SubscriptionTable>;

/** A delivery that this process has claimed, with its subscription. */
export interface Attempt {
  delivery: Omit<Selectable<DeliveryTable>, 'message' | 'claim' | 'began_at'> & {
    message: Message;
    claim: string;
    began_at: Date;
    /** Number of earlier attempts without a recorded result; only counted from the tenth attempt on. */
    died: number;
  };
  subscription: SubscriptionRow;
}

/** @param rows what follows `select`, such as `from delivery where …` */
export const exists = async (db: Kysely<Database>, rows: RawBuilder<unknown>): Promise<boolean> =>
  (await count(db, rows, 1)) > 0;

/** The number of rows, up to a limit. @param rows as for `exists` */
export async function count(db: Kysely<Database>, rows: RawBuilder<unknown>, most: number): Promise<number> {
  const counted = sql<{ count: number }>`select count(*)::int as count from (select ${rows} limit ${most}) counted`;
  const { rows: of } = await counted.execute(db);
  return of[0]?.count ?? 0;
}
