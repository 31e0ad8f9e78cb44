import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { ReminderState } from '#database/tables/deadline.js';
import { addDays, type Day, dayIn } from '#domain/date/day.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { refuse } from '#domain/refusal.js';
import { scheduleOf } from '#domain/reminder/schedule.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { deadlineRecipients, type Recipient, recipientRows, type ReminderSubject } from '#subscriptions/audience.js';
import { dossierNames } from '#ledger/dossier-names.js';
import type { DossierNames } from '#domain/dossier/standing.js';
import {
  answerKey,
  type ReminderAnswers,
  readAnswers,
  type ReminderStep,
  reminderSteps,
  reminderId,
} from '../plan/plan-reminders.js';
import { PLANNING, type Planning } from '../planning.js';
import {
  namesOf,
  type ReminderRow,
  reminderRows,
  type ReminderView,
  reminderViewOf,
  type ZonedNow,
} from './reminders.js';

interface ReminderFilter {
  /** Owner of the subscriptions; absent: all. */
  owner?: string | undefined;
  subscription?: string | undefined;
  dossiers?: readonly string[] | undefined;
  /** Ids of the current holder of the service. */
  providers?: readonly string[] | undefined;
  schemes?: readonly string[] | undefined;
  /** Key of a deadline: lists its complete schedule, including steps that are not stored. */
  deadline?: string | undefined;
  state?: ReminderState | undefined;
  /** Days of sending, both included. */
  from?: Day | undefined;
  to?: Day | undefined;
}

/** Position of a reminder in the list; a page starts after it. */
interface ReminderCursor {
  fireAt: Date;
  id: string;
}

interface ListedReminder {
  reminder: ReminderView;
  cursor: ReminderCursor;
}

const byCursor = (a: ReminderCursor, b: ReminderCursor): number =>
  a.fireAt.getTime() - b.fireAt.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

@Injectable()
export class ReminderList {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /** In order of time. @throws Refusal not-found */
  async page(
    filter: ReminderFilter,
    { limit, after }: { limit: number; after?: ReminderCursor },
  ): Promise<ListedReminder[]> {
    const { events, clock, zone } = this.planning;
    const time = { now: clock.now(), zone };
    if (filter.deadline !== undefined) {
      const ladder = await scheduleOfDeadline(this.db, this.planning, filter.deadline, { filter, now: time.now });
      return ladder.filter(({ cursor }) => !after || byCursor(cursor, after) > 0).slice(0, limit);
    }
    const rows = await narrowed(this.db, filter, after).limit(limit).execute();
    const dossiers = rows.map(({ dossier }) => dossier);
    const places = await dossierNames(events, dossiers, dayIn(zone, time.now));
    return rows.map((row) => listedOf(row, places, time));
  }
}

const listedOf = (row: ReminderRow, places: ReadonlyMap<string, DossierNames>, time: ZonedNow): ListedReminder => ({
  reminder: reminderViewOf(row, places, time),
  cursor: { fireAt: row.fire_at, id: row.id },
});

function narrowed(db: LedgerDatabase, filter: ReminderFilter, after: ReminderCursor | undefined) {
  const { owner, subscription, dossiers, providers, schemes, state, from, to } = filter;
  let rows = reminderRows(db).orderBy('reminder.fire_at').orderBy('reminder.id');
  if (owner !== undefined) rows = rows.where('reminder.owner', '=', owner);
  if (subscription !== undefined) rows = rows.where('reminder.subscription', '=', subscription);
  if (dossiers) rows = rows.where('deadline.dossier', 'in', dossiers);
  if (providers) rows = rows.where('dossier_plan.provider', 'in', providers);
  if (schemes) rows = rows.where('dossier_plan.scheme', 'in', schemes);
  if (state !== undefined) rows = rows.where('reminder.state', '=', state);
  // `fire_at` is indexed; a day in any time zone is within one day of the UTC day.
  if (from !== undefined)
    rows = rows.where('reminder.day', '>=', from).where('reminder.fire_at', '>=', new Date(addDays(from, -1)));
  if (to !== undefined)
    rows = rows.where('reminder.day', '<=', to).where('reminder.fire_at', '<', new Date(addDays(to, 2)));
  if (after) rows = rows.where(sql<boolean>`(reminder.fire_at, reminder.id) > (${after.fireAt}, ${after.id})`);
  return rows;
}

/**
 * All reminders of one deadline, in order of time.
 *
 * @throws Refusal not-found
 */
async function scheduleOfDeadline(
  db: LedgerDatabase,
  planning: Planning,
  key: string,
  { filter, now }: { filter: ReminderFilter; now: Date },
): Promise<ListedReminder[]> {
  const kept = await storedDeadlines(db, planning, [key], now);
  if (kept.length === 0) throw refuse('not-found', 'deadline', 'reminded-deadline-not-found', { key });
  const whose = { owner: filter.owner, subscription: filter.subscription };
  const recipients = await deadlineRecipients(db, whose);
  const ladder = await fullSchedules(db, planning, kept, { recipients, whose, now });
  return ladder.filter(({ reminder }) => passes(reminder, filter)).sort((a, b) => byCursor(a.cursor, b.cursor));
}

const passes = (
  { state, day, dossier }: ReminderView,
  filter: Omit<ReminderFilter, 'owner' | 'subscription'>,
): boolean =>
  (filter.dossiers?.includes(dossier.id) ?? true) &&
  (filter.providers?.includes(dossier.provider.id) ?? true) &&
  (filter.schemes?.includes(dossier.scheme) ?? true) &&
  (filter.state === undefined || state === filter.state) &&
  (filter.from === undefined || day >= filter.from) &&
  (filter.to === undefined || day <= filter.to);

/**
 * All reminders of deadlines: the stored ones, and the reminder steps of the current dates that have no row because they
 * are too far ahead or were due too early. Uses the functions of the planner.
 *
 * @param recipients the recipients that `whose` selects
 */
export async function fullSchedules(
  db: LedgerDatabase,
  planning: Planning,
  kept: readonly StoredDeadline[],
  {
    recipients,
    whose,
    now,
  }: { recipients: readonly Recipient[]; whose: Pick<ReminderFilter, 'owner' | 'subscription'>; now: Date },
): Promise<ListedReminder[]> {
  const keys = kept.map(({ deadline }) => deadline.key);
  const time = { now, zone: planning.zone };
  let stored = reminderRows(db).where(sql<boolean>`reminder.deadline_key = any(${keys})`);
  if (whose.owner !== undefined) stored = stored.where('reminder.owner', '=', whose.owner);
  if (whose.subscription !== undefined) stored = stored.where('reminder.subscription', '=', whose.subscription);
  const rows = await stored.execute();
  const places = new Map(kept.map(({ place }) => [place.id, place]));
  const planned = rows.map((row) => listedOf(row, places, time));
  const known = new Set(rows.map(({ id }) => id));
  const answers = await readAnswers(db, keys);
  const targets = await targetsOf(db, recipients);
  const unplanned = kept.flatMap((one) =>
    recipients
      .filter((recipient) => recipient.wants(wantedOf(one)))
      .flatMap((recipient) => unplannedSteps(one, recipient, { answers, targets, ...time })),
  );
  return [...planned, ...unplanned.filter(({ cursor }) => !known.has(cursor.id))];
}

const wantedOf = ({ deadline: { kind, confirmed }, place }: StoredDeadline): ReminderSubject => ({
  ...{ dossier: place.id, provider: place.provider.id, scheme: place.scheme },
  ...{ kind, confirmed },
});

interface Circumstances {
  answers: ReminderAnswers;
  targets: ReadonlyMap<string, ReminderView['subscription']>;
  now: Date;
  zone: string;
}

function unplannedSteps(
  kept: StoredDeadline,
  recipient: Recipient,
  { answers, targets, now, zone }: Circumstances,
): ListedReminder[] {
  const { subscription: id, wishes } = recipient;
  const { deadline, version, scheme } = kept;
  const answer = answers.get(answerKey(deadline.key, version, id));
  const to = {
    subscription: targets.get(id) ?? { id, channel: 'webhook' as const, target: '' },
    escalation: wishes.role === 'escalation',
    snoozedUntil: answer?.snoozedUntil ?? null,
    now,
  };
  const schedule = scheduleOf(deadline, wishes, scheme);
  return reminderSteps(deadline, recipient, answer, { schedule, zone }).map((step) => ({
    reminder: unplannedReminder(kept, step, to),
    cursor: { fireAt: step.fireAt, id: reminderId(deadline.key, version, step, id) },
  }));
}

async function targetsOf(db: LedgerDatabase, recipients: readonly Recipient[]): Promise<Circumstances['targets']> {
  const ids = recipients.map(({ subscription }) => subscription);
  const rows = await recipientRows(db)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** A deadline as stored, with its names. */
interface StoredDeadline {
  deadline: Deadline;
  version: number;
  place: DossierNames;
  scheme: Scheme | undefined;
}

/** A reminder step without a row: too far ahead, due too early, or of a settled deadline. */
function unplannedReminder(
  { deadline, version, place }: StoredDeadline,
  { daysBefore, day, fireAt, because, outcome }: ReminderStep,
  to: Pick<ReminderView, 'subscription' | 'escalation' | 'snoozedUntil'> & { now: Date },
): ReminderView {
  const { key, kind, due, opens, lapses, title, state, confirmed } = deadline;
  return {
    id: null,
    deadline: { key, version, moved: false, kind, due, opens, lapses, title, state, confirmed },
    dossier: place,
    subscription: to.subscription,
    ...{ daysBefore, day, fireAt, because },
    ...(outcome === null ? unplannedState(fireAt > to.now, state) : { state: 'skipped', outcome }),
    escalation: to.escalation,
    delivery: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    snoozedUntil: to.snoozedUntil,
  };
}

function unplannedState(isAhead: boolean, state: Deadline['state']): Pick<ReminderView, 'state' | 'outcome'> {
  if (!isAhead) return { state: 'skipped', outcome: 'known-later' };
  if (state === 'met') return { state: 'cancelled', outcome: 'met' };
  return state === 'cancelled'
    ? { state: 'cancelled', outcome: 'deadline-cancelled' }
    : { state: 'planned', outcome: null };
}

export async function storedDeadlines(
  db: LedgerDatabase,
  { events, schemes, zone }: Planning,
  keys: readonly string[],
  now: Date,
): Promise<StoredDeadline[]> {
  const rows = await db
    .selectFrom('deadline')
    .select(['dossier', 'version', 'body', 'state'])
    .where(sql<boolean>`key = any(${[...keys]})`)
    .orderBy('key')
    .execute();
  if (rows.length === 0) return [];
  const dossiers = rows.map(({ dossier }) => dossier);
  const places = await dossierNames(events, dossiers, dayIn(zone, now));
  const known = await schemes.at();
  return rows.map(({ dossier, version, body, state }) => {
    const place = namesOf(places, dossier);
    return { deadline: { ...(body as Deadline), state }, version, place, scheme: known.get(place.scheme) };
  });
}
