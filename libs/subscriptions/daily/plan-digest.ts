import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { planDeliveries } from '#delivery/queue/plan.js';
import type { Change, Message } from '#notifications/message.js';

/**
 * A mail with more would not be read; what it leaves out stands in the ledger, and the mail says how much. What moved a
 * dossier is left out last, and the oldest never: the mail says from where on all can be read.
 */
const MOST_CHANGES = 200;

/**
 * Makes one delivery of the changes that wait for a subscription, and they wait no longer. The caller has locked the
 * subscription, so that nobody else makes another of them.
 *
 * @param cause names it: a second one of the same name is not made, and the changes wait on
 * @param before only what was recorded before then; absent: all
 */
export async function planDigest(
  tx: Transaction<Database>,
  { subscription, cause, before }: { subscription: string; cause: string; before?: Date },
  now: Date,
): Promise<void> {
  if (await isPlanned(tx, subscription, cause)) return;
  const which = before ? sql`(message ->> 'timestamp')::timestamptz < ${before}` : sql`true`;
  const { rows } = await sql<{ total: number; changes: Change[] | null; last: string | null }>`
    with taken as (
      delete from daily_change where subscription = ${subscription} and ${which} returning position, message
    ), shown as (
      select position, message from taken
      order by position = (select min(position) from taken) desc,
        message #> '{data,status,before}' is distinct from message #> '{data,status,after}' desc, position
      limit ${MOST_CHANGES}
    )
    select (select count(*) from taken)::int as total,
      (select message ->> 'timestamp' from taken order by position desc limit 1) as last,
      jsonb_agg(message -> 'data' order by position) as changes
    from shown
  `.execute(tx);
  const [digest] = rows;
  if (!digest?.changes || digest.last === null) return;
  const { changes, total, last } = digest;
  const message: Message = { type: 'changes.digest', timestamp: last, data: { changes, total } };
  await planDeliveries(tx, [{ cause, subscription, message }], now);
}

async function isPlanned(tx: Transaction<Database>, subscription: string, cause: string): Promise<boolean> {
  const row = await tx
    .selectFrom('delivery')
    .select('id')
    .where('subscription', '=', subscription)
    .where('cause', '=', cause)
    .executeTakeFirst();
  return row !== undefined;
}
