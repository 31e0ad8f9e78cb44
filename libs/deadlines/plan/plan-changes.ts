import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { type ReminderOutcome, STATE_BY_OUTCOME } from '#database/tables/deadline.js';
import { type Day, earliestDayAt } from '#domain/date/day.js';
import { latest } from '#domain/date/partial-date.js';
import { isSettled } from '#domain/deadline/deadline.js';
import type { Recipient, ReminderSubject } from '#subscriptions/audience.js';
import { cancelUnsent } from '#subscriptions/sending/delivery-states.js';
import type { PlanningRun } from '../planning.js';
import type {
  CurrentDeadlines,
  DeadlineChange,
  DeadlineChanges,
  DossierPlan,
  EndedDeadline,
} from './derived-deadlines.js';
import {
  lockAnswers,
  type PlannableDeadline,
  planReminders,
  type StepSelector,
  stepsOnActivation,
} from './plan-reminders.js';

/**
 * Why the deadlines of a dossier are planned: the latest recorded position, and the instant from which reminders are
 * due.
 */
export interface Trigger {
  position: number;
  since: Date;
}

interface PlanningInput {
  derived: readonly CurrentDeadlines[];
  triggers: ReadonlyMap<string, Trigger>;
}

/**
 * Plans deadlines that are new, moved or reopened: the reminder steps due since they were recorded and those to come, up
 * to the horizon. Recipients subscribed before the recording get one late reminder if the deadline is near and its
 * earlier steps have passed.
 */
export async function planActivated(
  run: PlanningRun,
  activated: readonly DeadlineChange[],
  { derived, triggers }: PlanningInput,
): Promise<void> {
  if (activated.length === 0 || run.recipients.length === 0) return;
  const { tx, now, today, until } = run;
  const time = { now, zone: run.planning.zone };
  const places = new Map(derived.map((current) => [current.dossier, current]));
  const again = activated
    .filter(({ version, before }) => before?.version === version)
    .map(({ deadline }) => deadline.key);
  const notified = await notifiedOf(run, again);
  const overdue = new Set(activated.filter((one) => staysOverdue(one, today)).map(({ deadline }) => deadline.key));
  const choice: StepSelector = (deadline, recipient, ladder) => {
    const { position, since } = triggers.get(deadline.dossier) ?? { position: 0, since: now };
    const isNewToRecipient =
      position > recipient.since &&
      !overdue.has(deadline.key) &&
      !notified.has(`${deadline.key} ${recipient.subscription}`);
    return stepsOnActivation(deadline, recipient, ladder, {
      isNewToRecipient,
      days: { from: earliestDayAt(since), to: until },
      since,
      time,
    });
  };
  const deadlines = activated.flatMap(({ deadline, dossier, version }): PlannableDeadline[] => {
    const place = places.get(dossier);
    return place ? [{ ...deadline, dossier, version, provider: place.provider, scheme: place.scheme }] : [];
  });
  await planReminders(run, deadlines, await lockAnswers(tx, again), choice);
}

/** A date in the past that is replaced by another one in the past needs no new notification. */
export const staysOverdue = ({ before, deadline }: DeadlineChange, today: Day): boolean =>
  before !== undefined && !isSettled(before.state) && latest(before.body.due) < today && latest(deadline.due) < today;

/** Who has been reminded of these deadlines already, or is about to be: `<key> <subscription>`. */
export async function notifiedOf(
  { tx, now }: { tx: Kysely<Database>; now: Date },
  keys: readonly string[],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const { rows } = await sql<{ key: string; subscription: string }>`
    select distinct key, subscription
    from deadline join reminder on deadline_key = key and deadline_version = version
    where key = any(${[...keys]})
      and (reminder.state in ('sent', 'claimed') or (reminder.state = 'planned' and fire_at <= ${now}))
  `.execute(tx);
  return new Set(rows.map(({ key, subscription }) => `${key} ${subscription}`));
}

type Before = ReadonlyMap<string, DossierPlan>;

/**
 * Handles services that changed hands and deadlines whose confirmation by the authority changed. Cancels the reminders
 * of subscriptions that no longer match; plans for subscriptions that match now and did not before.
 */
export async function planTransferred(
  run: PlanningRun,
  { all }: DeadlineChanges,
  { before, ...known }: PlanningInput & { before: Before },
): Promise<void> {
  const moved = known.derived.filter(({ dossier, provider, scheme }) => {
    const was = before.get(dossier);
    return was && (was.provider !== provider || was.scheme !== scheme);
  });
  const dossiers = new Set(moved.map(({ dossier }) => dossier));
  const shifted = all.filter((one) => dossiers.has(one.dossier) || confirmationChanged(one));
  if (shifted.length === 0) return;
  await cancelUnwanted(run, subjectsOf(shifted, known), dossiers);
  for (const turned of [false, true]) {
    const theirs = shifted.filter((one) => confirmationChanged(one) === turned && !isSettled(one.deadline.state));
    await planActivated({ ...run, recipients: newTo(run.recipients, { before, turned }) }, theirs, known);
  }
}

/** Whether the deadline became confirmed, or is no longer confirmed. */
const confirmationChanged = ({ before, deadline }: DeadlineChange): boolean =>
  before !== undefined && before.body.confirmed !== deadline.confirmed;

/** The recipients that match now and did not match before. */
const newTo = (recipients: readonly Recipient[], { before, turned }: { before: Before; turned: boolean }) =>
  recipients.map((recipient): Recipient => {
    const wanted = (deadline: ReminderSubject): boolean => {
      const was = before.get(deadline.dossier);
      return was !== undefined && recipient.wants({ ...deadline, ...was, confirmed: deadline.confirmed !== turned });
    };
    return { ...recipient, wants: (deadline) => recipient.wants(deadline) && !wanted(deadline) };
  });

/** By key. */
function subjectsOf(shifted: readonly DeadlineChange[], { derived }: PlanningInput): Map<string, ReminderSubject> {
  const places = new Map(derived.map(({ dossier, provider, scheme }) => [dossier, { dossier, provider, scheme }]));
  return new Map(
    shifted.flatMap(({ dossier, deadline: { key, kind, confirmed } }) => {
      const place = places.get(dossier);
      return place ? [[key, { ...place, kind, confirmed }] as const] : [];
    }),
  );
}

async function cancelUnwanted(
  { tx, now, recipients }: PlanningRun,
  wanted: ReadonlyMap<string, ReminderSubject>,
  moved: ReadonlySet<string>,
): Promise<void> {
  const { rows } = await sql<{ id: string; key: string; subscription: string }>`
    select id, deadline_key as key, subscription from reminder
    where deadline_key = any(${[...wanted.keys()]}) and state = 'planned'
    order by id for update
  `.execute(tx);
  const recipientOf = new Map(recipients.map((recipient) => [recipient.subscription, recipient]));
  const unwanted = rows.flatMap(({ id, key, subscription }) => {
    const [deadline, recipient] = [wanted.get(key), recipientOf.get(subscription)];
    if (!deadline || !recipient || recipient.wants(deadline)) return [];
    return [{ id, outcome: moved.has(deadline.dossier) ? 'transferred' : 'unconfirmed' }];
  });
  if (unwanted.length === 0) return;
  await sql`
    update reminder set state = 'cancelled', outcome = unwanted.outcome, changed_at = ${now}
    from unnest(${unwanted.map(({ id }) => id)}::uuid[], ${unwanted.map(({ outcome }) => outcome)}::text[])
      as unwanted (id, outcome)
    where reminder.id = unwanted.id
  `.execute(tx);
}

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
