import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { ReminderState } from '#database/tables/deadline.js';
import { addDays, type Day, dayIn } from '#domain/date/day.js';
import { refuse } from '#domain/refusal.js';
import { deadlineRecipients } from '#subscriptions/audience.js';
import { dossierNames } from '../dossier-names.js';
import { storedDeadlines, fullSchedules } from './full-schedules.js';
import { PLANNING, type Planning } from '../planning.js';
import { reminderRows } from './reminder-rows.js';
import { type ReminderView, reminderViewOf } from './reminder-view.js';

export interface ReminderFilter {
  /** Owner of the subscriptions; absent: all. */
  owner?: string | undefined;
  subscription?: string | undefined;
  dossier?: string | undefined;
  /** Id of the current holder of the service. */
  provider?: string | undefined;
  scheme?: string | undefined;
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

export interface ListedReminder {
  reminder: ReminderView;
  cursor: ReminderCursor;
}

const byCursor = (a: ReminderCursor, b: ReminderCursor): number =>
  a.fireAt.getTime() - b.fireAt.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Reminders in order of time. */
export class ListReminders extends Query<ListedReminder[]> {
  constructor(
    readonly filter: ReminderFilter,
    readonly page: { limit: number; after?: ReminderCursor },
  ) {
    super();
  }
}

@QueryHandler(ListReminders)
export class ListRemindersHandler implements IQueryHandler<ListReminders> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /** @throws Refusal no-such-deadline */
  async execute({ filter, page: { limit, after } }: ListReminders): Promise<ListedReminder[]> {
    const { events, clock, zone } = this.planning;
    const time = { now: clock.now(), zone };
    if (filter.deadline !== undefined) {
      const ladder = await scheduleOfDeadline(this.db, this.planning, filter.deadline, { filter, now: time.now });
      return ladder.filter(({ cursor }) => !after || byCursor(cursor, after) > 0).slice(0, limit);
    }
    const rows = await narrowed(this.db, filter, after).limit(limit).execute();
    const dossiers = rows.map(({ dossier }) => dossier);
    const places = await dossierNames(events, dossiers, dayIn(zone, time.now));
    return rows.map((row) => ({
      reminder: reminderViewOf(row, places, time),
      cursor: { fireAt: row.fire_at, id: row.id },
    }));
  }
}

function narrowed(db: LedgerDatabase, filter: ReminderFilter, after: ReminderCursor | undefined) {
  const { owner, subscription, dossier, provider, scheme, state, from, to } = filter;
  let rows = reminderRows(db).orderBy('reminder.fire_at').orderBy('reminder.id');
  if (owner !== undefined) rows = rows.where('reminder.owner', '=', owner);
  if (subscription !== undefined) rows = rows.where('reminder.subscription', '=', subscription);
  if (dossier !== undefined) rows = rows.where('deadline.dossier', '=', dossier);
  if (provider !== undefined) rows = rows.where('dossier_plan.provider', '=', provider);
  if (scheme !== undefined) rows = rows.where('dossier_plan.scheme', '=', scheme);
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
 * @throws Refusal no-such-deadline
 */
async function scheduleOfDeadline(
  db: LedgerDatabase,
  planning: Planning,
  key: string,
  { filter, now }: { filter: ReminderFilter; now: Date },
): Promise<ListedReminder[]> {
  const kept = await storedDeadlines(db, planning, [key], now);
  if (kept.length === 0) throw refuse('no-such-deadline', 'deadline', 'reminded-deadline-not-found', { key });
  const whose = { owner: filter.owner, subscription: filter.subscription };
  const recipients = await deadlineRecipients(db, whose);
  const ladder = await fullSchedules(db, planning, kept, { recipients, whose, now });
  return ladder.filter(({ reminder }) => passes(reminder, filter)).sort((a, b) => byCursor(a.cursor, b.cursor));
}

const passes = (
  { state, day, dossier }: ReminderView,
  filter: Omit<ReminderFilter, 'owner' | 'subscription'>,
): boolean =>
  (filter.dossier === undefined || dossier.id === filter.dossier) &&
  (filter.provider === undefined || dossier.provider.id === filter.provider) &&
  (filter.scheme === undefined || dossier.scheme === filter.scheme) &&
  (filter.state === undefined || state === filter.state) &&
  (filter.from === undefined || day >= filter.from) &&
  (filter.to === undefined || day <= filter.to);
