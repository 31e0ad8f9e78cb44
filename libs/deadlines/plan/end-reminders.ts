import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { type ReminderOutcome, STATE_BY_OUTCOME } from '#database/tables/deadline.js';
import { cancelUnsent } from '#subscriptions/sending/delivery-states.js';
import type { EndedDeadline } from './store-deadlines.js';

/** A planned or claimed reminder, and why it is not sent. */
interface ReminderEnd {
  id: string;
  delivery: string | null;
  outcome: ReminderOutcome;
}

/**
 * Ends reminders that the caller has locked. If a reminder is part of a delivery that can still be cancelled
 * (`cancelUnsent`), the delivery is cancelled and its other reminders are planned again. Otherwise the delivery is
 * sent.
 */
export async function endReminders(
  tx: Transaction<Database>,
  ending: readonly ReminderEnd[],
  now: Date,
): Promise<void> {
  if (ending.length === 0) return;
  const ids = ending.map(({ id }) => id);
  const outcomes = ending.map(({ outcome }) => outcome);
  const taken = await cancelUnsent(tx, [...new Set(ending.flatMap(({ delivery }) => delivery ?? []))], hasOthers(ids));
  await sql`
    update reminder set state = ended.state, outcome = ended.outcome, changed_at = ${now}
    from unnest(${ids}::uuid[], ${outcomes.map((outcome) => STATE_BY_OUTCOME[outcome])}::text[], ${outcomes}::text[])
      as ended (id, state, outcome)
    where reminder.id = ended.id and (reminder.state = 'planned' or reminder.delivery = any(${taken}::uuid[]))
  `.execute(tx);
  await replanOthers(tx, taken, now);
}

/**
 * SQL condition: the delivery has reminders that are still valid, apart from those being ended. A delivery that may
 * already have arrived is not cancelled then, so that none of them is sent twice.
 */
const hasOthers = (ending: readonly string[]) => (delivery: RawBuilder<unknown>) =>
  sql`exists (
  select from reminder join deadline on key = deadline_key
  where reminder.delivery = ${delivery} and reminder.state = 'claimed' and ${stillHolds}
    and reminder.id <> all(${[...ending]}::uuid[])
)`;

const stillHolds = sql`deadline_version = deadline.version and deadline.state in ('open', 'missed')`;

/**
 * Plans the other reminders of cancelled deliveries again, except those that have ended meanwhile. Notifies the
 * workers.
 */
async function replanOthers(tx: Transaction<Database>, deliveries: readonly string[], now: Date): Promise<void> {
  if (deliveries.length === 0) return;
  await sql`
    with again as (
      update reminder set changed_at = ${now},
        delivery = case when ${stillHolds} then null else delivery end,
        state = case when ${stillHolds} then 'planned' when deadline_version < version then 'superseded' else 'cancelled' end,
        outcome = case when ${stillHolds} then null when deadline_version < version then 'moved'
          when deadline.state = 'met' then 'met' else 'deadline-cancelled' end
      from deadline
      where delivery = any(${[...deliveries]}::uuid[]) and reminder.state = 'claimed' and key = deadline_key
      returning id
    )
    select pg_notify('jalon_owed', 'planned again') from again limit 1
  `.execute(tx);
}

/**
 * Ends the reminders of deadlines that moved or are met, cancelled or removed. Waits for claims in progress to commit.
 */
export async function endRemindersOf(
  tx: Transaction<Database>,
  over: readonly EndedDeadline[],
  now: Date,
): Promise<void> {
  if (over.length === 0) return;
  const { rows } = await sql<ReminderEnd>`
    select id, delivery, over.outcome from unnest(
      ${over.map(({ key }) => key)}::text[], ${over.map(({ version }) => version)}::int[],
      ${over.map(({ outcome }) => outcome)}::text[]
    ) as over (key, version, outcome)
    join reminder on deadline_key = over.key and deadline_version <= over.version
    where state in ('planned', 'claimed')
    order by id for update of reminder
  `.execute(tx);
  await endReminders(tx, rows, now);
}
