import { sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { cancelRemindersOf } from './drop-reminders.js';
import { beOnlyPlanner } from './one-planner.js';
import { planReminders, type Wanted } from './plan-reminders.js';
import type { Planning, Recipient } from './planning.js';

/**
 * Plans the reminders of subscriptions that were confirmed, changed or ended since they were planned for last. One
 * transaction each; what a crash leaves is done by the next call.
 */
export async function planAudience(db: LedgerDatabase, planning: Planning): Promise<void> {
  const { rows } = await changed.execute(db);
  for (const { subscription, mark } of rows) {
    await db.transaction().execute(async (tx) => {
      await beOnlyPlanner(tx);
      await cancelRemindersOf(tx, subscription);
      const recipient = (await planning.recipients(tx)).find((known) => known.subscription === subscription);
      if (recipient) await planReminders(tx, await openFor(tx, recipient), planning.zone);
      await remember(tx, subscription, mark);
    });
  }
}

/** A mark says by which wishes somebody was planned for; whoever is not active has none. */
const changed = sql<{ subscription: string; mark: string | null }>`
  with wished as (
    select id, case state when 'active' then md5(filter::text || confirmed_at::text) end as mark from subscription
  )
  select wished.id as subscription, wished.mark
  from wished left join reminder_audience as planned on planned.subscription = wished.id
  where planned.mark is distinct from wished.mark
  order by wished.id
`;

async function openFor(tx: Transaction<Database>, recipient: Recipient): Promise<Wanted[]> {
  const rows = await tx
    .selectFrom('deadline')
    .innerJoin('dossier_plan', 'dossier_plan.dossier', 'deadline.dossier')
    .select(['key', 'kind', 'version', 'due', 'opens', 'dossier_plan.dossier', 'provider', 'scheme'])
    .where('state', '=', 'open')
    .orderBy('key')
    .execute();
  return rows
    .filter((row) => recipient.wants(row))
    .map((row) => ({ recipient, deadline: { ...row, kind: row.kind as Deadline['kind'] } }));
}

async function remember(tx: Transaction<Database>, subscription: string, mark: string | null): Promise<void> {
  if (mark === null) await tx.deleteFrom('reminder_audience').where('subscription', '=', subscription).execute();
  else
    await tx
      .insertInto('reminder_audience')
      .values({ subscription, mark })
      .onConflict((conflict) => conflict.column('subscription').doUpdateSet({ mark }))
      .execute();
}
