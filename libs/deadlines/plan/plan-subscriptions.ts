import { sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { earliestDayAt } from '#domain/date/day.js';
import type { DeadlineKind } from '#domain/deadline/deadline.js';
import { changedMarks, markPlanned, type Recipient } from '#subscriptions/audience.js';
import { beginPlanningRun, type Planning, type PlanningRun } from '../planning.js';
import { planDays } from './near-deadlines.js';
import { isConfirmed } from './store-deadlines.js';

/** Subscriptions per transaction. */
const AT_ONCE = 100;

interface ChangedSubscription {
  subscription: string;
  /** Fingerprint of the settings to plan for; `null` if the subscription is not confirmed or has ended. */
  mark: string | null;
  isKnown: boolean;
  /** For these very settings. */
  isPlanned: boolean;
}

/**
 * Plans the reminders of subscriptions that were confirmed, changed or ended since the last planning, in batches, one
 * transaction each; the next call resumes after a crash. New subscriptions receive what is due since the day of their
 * confirmation; after a change of settings, what was due already stays. Rejects when the signal aborts during a batch,
 * which is rolled back.
 */
export async function planSubscriptions(db: LedgerDatabase, planning: Planning, signal?: AbortSignal): Promise<void> {
  for (;;) {
    const planned = await db.transaction().execute(async (tx) => {
      const { rows } = await changed.execute(tx);
      const others = rows.filter(({ isPlanned }) => !isPlanned);
      if (others.length > 0) await planFor(await beginPlanningRun(planning, tx), others, signal);
      return rows;
    });
    if (planned.length > 0) await markPlanned(db, planned);
    if (planned.length < AT_ONCE || signal?.aborted) return;
  }
}

const changed = sql<ChangedSubscription>`
  select wished.id as subscription, wished.mark, planned.mark is not null as "isKnown",
    planned.mark is not distinct from wished.mark as "isPlanned"
  from ${changedMarks} as wished left join reminder_audience as planned on planned.subscription = wished.id
  order by wished.id limit ${sql.lit(AT_ONCE)}
`;

async function planFor(run: PlanningRun, marked: readonly ChangedSubscription[], signal?: AbortSignal): Promise<void> {
  const { tx, now, until } = run;
  const known = new Map(marked.map((one) => [one.subscription, one.isKnown]));
  const recipients = run.recipients.filter(({ subscription }) => known.has(subscription));
  const active = new Set(recipients.map(({ subscription }) => subscription));
  for (const { subscription, mark } of marked)
    if (!active.has(subscription))
      await cancelAll(tx, subscription, mark === null ? 'subscription-ended' : 'subscription-changed', now);
  const changed = recipients.filter(({ subscription }) => known.get(subscription));
  for (const recipient of changed) await cancelOutdated(tx, recipient, now);
  const from = earliestDayAt(now);
  await planDays({ ...run, recipients: changed }, { from, to: until }, { since: now, signal });
  const fresh = recipients.filter(({ subscription }) => !known.get(subscription));
  const first = fresh.map(({ confirmedAt }) => earliestDayAt(confirmedAt)).sort()[0] ?? from;
  await planDays({ ...run, recipients: fresh }, { from: first, to: until }, { signal });
  await storeFingerprints(tx, marked);
}

async function storeFingerprints(tx: Transaction<Database>, marked: readonly ChangedSubscription[]): Promise<void> {
  await sql`
    with marked as (
      select * from unnest(
        ${marked.map(({ subscription }) => subscription)}::uuid[], ${marked.map(({ mark }) => mark)}::text[]
      ) as marked (subscription, mark)
    ), ended as (
      delete from reminder_audience where subscription in (select subscription from marked where mark is null)
    )
    insert into reminder_audience select subscription, mark from marked where mark is not null
    on conflict (subscription) do update set mark = excluded.mark
  `.execute(tx);
}

/** Cancels the planned reminders of a subscription. Deliveries are cancelled by the caller that ended it. */
async function cancelAll(
  tx: Transaction<Database>,
  subscription: string,
  outcome: 'subscription-ended' | 'subscription-changed',
  now: Date,
): Promise<void> {
  await tx
    .updateTable('reminder')
    .set({ state: 'cancelled', outcome, changed_at: now })
    .where('subscription', '=', subscription)
    .where('state', '=', 'planned')
    .execute();
}

/**
 * Cancels what was planned by the previous settings. Due reminders, late reminders and snoozes stay if the deadline
 * still matches.
 */
async function cancelOutdated(tx: Transaction<Database>, recipient: Recipient, now: Date): Promise<void> {
  const cancelled = { state: 'cancelled', outcome: 'subscription-changed', changed_at: now } as const;
  await tx
    .updateTable('reminder')
    .set(cancelled)
    .where('subscription', '=', recipient.subscription)
    .where('state', '=', 'planned')
    .where('fire_at', '>', now)
    .where('because', '=', 'ladder')
    .execute();
  const kept = await tx
    .selectFrom('reminder')
    .innerJoin('deadline', 'deadline.key', 'reminder.deadline_key')
    .innerJoin('dossier_plan', 'dossier_plan.dossier', 'deadline.dossier')
    .select(['reminder.id', 'dossier_plan.dossier', 'provider', 'scheme', 'kind'])
    .select(isConfirmed.as('confirmed'))
    .where('subscription', '=', recipient.subscription)
    .where('reminder.state', '=', 'planned')
    .execute();
  const unwanted = kept
    .filter(({ kind, ...reminder }) => !recipient.wants({ ...reminder, kind: kind as DeadlineKind }))
    .map(({ id }) => id);
  if (unwanted.length === 0) return;
  await tx
    .updateTable('reminder')
    .set(cancelled)
    .where(sql<boolean>`id = any(${unwanted}::uuid[])`)
    .where('state', '=', 'planned')
    .execute();
}
