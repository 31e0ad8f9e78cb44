import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { ClaimedReminder } from './claimed-reminder.js';
import { whyNotEscalate } from './escalation.js';

/** What one message tells of at most; the rest follows in the next. */
export const MOST_IN_DIGEST = 500;

/** All that was due of some deadlines for subscriptions that the caller holds, locked, the earliest deadlines first. */
export async function claimOrSkip(
  tx: Transaction<Database>,
  subscriptions: readonly string[],
  now: Date,
): Promise<(ClaimedReminder & { isClaimed: boolean })[]> {
  if (subscriptions.length === 0) return [];
  const { rows } = await sql<ClaimedReminder & { isClaimed: boolean }>`
    with due as materialized (
      select reminder.id, reminder.deadline_key, deadline_version, reminder.subscription, rung, owner, escalation, fire_at
      from unnest(${[...subscriptions]}::uuid[]) as held (subscription) cross join lateral (
        select deadline_key from reminder
        where reminder.subscription = held.subscription and state = 'planned' and fire_at <= ${now}
        group by deadline_key order by min(fire_at), deadline_key limit ${MOST_IN_DIGEST}
      ) as picked
      join reminder on reminder.subscription = held.subscription and reminder.deadline_key = picked.deadline_key
      where state = 'planned' and fire_at <= ${now}
      for update of reminder skip locked
    ), ranked as (
      select *, row_number() over (partition by subscription, deadline_key, deadline_version order by rung) as place
      from due
    ), judged as (
      select id, case when place > 1 then 'more-urgent' when escalation then ${whyNotEscalate(now)} end as outcome
      from ranked as escalated
    ), skipped as (
      update reminder set state = 'skipped', outcome = judged.outcome, changed_at = ${now}
      from judged where judged.id = reminder.id and judged.outcome is not null
    )
    select reminder.id, reminder.subscription, rung, fire_at as "fireAt", escalation, deadline_version as version,
      body as deadline, dossier, reminders as wishes, judged.outcome is null as "isClaimed"
    from judged join reminder using (id) join deadline on key = deadline_key
    join subscription on subscription.id = reminder.subscription
    order by reminder.subscription, due_earliest, key
  `.execute(tx);
  return rows;
}
