import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Deadline } from '#domain/deadline/deadline.js';

/** A reminder that is to be sent now, and what it is about. */
export interface ClaimedReminder {
  id: string;
  subscription: string;
  fireAt: Date;
  deadline: Deadline;
  dossier: string;
}

/**
 * Claims what is due with a reminder: of all the rungs of its deadline that are due for its subscription, the most
 * urgent. The others are skipped. Nothing when it has been claimed, dropped or is not due yet: any number of calls, from
 * any number of processes, claim a rung once. The caller plans the delivery in the same transaction.
 */
export async function claimReminder(
  tx: Transaction<Database>,
  id: string,
  now: Date,
): Promise<ClaimedReminder | undefined> {
  const { rows } = await sql<ClaimedReminder>`
    with due as materialized (
      select reminder.id, reminder.rung from reminder
      join reminder as asked using (deadline_key, deadline_version, subscription)
      where asked.id = ${id} and reminder.state = 'planned' and reminder.fire_at <= ${now}
      order by reminder.rung
      for update of reminder
    ), urgent as (
      select id from due order by rung limit 1
    ), skipped as (
      update reminder set state = 'skipped' where id in (select id from due) and id not in (select id from urgent)
    )
    update reminder set state = 'claimed'
    from deadline
    where reminder.id in (select id from urgent) and deadline.key = reminder.deadline_key
    returning reminder.id, subscription, fire_at as "fireAt", body as deadline, dossier
  `.execute(tx);
  return rows[0];
}
