import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { addDays, dayIn } from '#domain/date/day.js';
import { PLANNING } from '../injected-planning.js';
import { placesOf } from '../keeping/dossier-places.js';
import { ladderOfDeadline } from './ladder-of-deadline.js';
import type { Planning } from '../planning.js';
import { byMark, type MarkedReminder, type ReminderFilter, type ReminderMark } from './reminder-filter.js';
import { reminderRows } from './reminder-rows.js';
import { viewOf } from './view-of.js';

/** Reminders in the order of their instants. */
export class ListReminders extends Query<MarkedReminder[]> {
  constructor(
    readonly filter: ReminderFilter,
    readonly page: { limit: number; after?: ReminderMark },
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
  async execute({ filter, page: { limit, after } }: ListReminders): Promise<MarkedReminder[]> {
    const { events, clock, zone } = this.planning;
    const moment = { now: clock.now(), zone };
    if (filter.deadline !== undefined) {
      const ladder = await ladderOfDeadline(this.db, this.planning, filter.deadline, { filter, now: moment.now });
      return ladder.filter(({ mark }) => !after || byMark(mark, after) > 0).slice(0, limit);
    }
    const rows = await narrowed(this.db, filter, after).limit(limit).execute();
    const dossiers = rows.map(({ dossier }) => dossier);
    const places = await placesOf(events, dossiers, dayIn(zone, moment.now));
    return rows.map((row) => ({ ...viewOf(row, places, moment), mark: { fireAt: row.fire_at, id: row.id } }));
  }
}

function narrowed(db: LedgerDatabase, filter: ReminderFilter, after: ReminderMark | undefined) {
  const { owner, subscription, dossier, provider, scheme, state, from, to } = filter;
  let rows = reminderRows(db).orderBy('reminder.fire_at').orderBy('reminder.id');
  if (owner !== undefined) rows = rows.where('reminder.owner', '=', owner);
  if (subscription !== undefined) rows = rows.where('reminder.subscription', '=', subscription);
  if (dossier !== undefined) rows = rows.where('deadline.dossier', '=', dossier);
  if (provider !== undefined) rows = rows.where('dossier_plan.provider', '=', provider);
  if (scheme !== undefined) rows = rows.where('dossier_plan.scheme', '=', scheme);
  if (state !== undefined) rows = rows.where('reminder.state', '=', state);
  // Indexed by instant: nowhere is a day more than a day away from that of UTC.
  if (from !== undefined)
    rows = rows.where('reminder.day', '>=', from).where('reminder.fire_at', '>=', new Date(addDays(from, -1)));
  if (to !== undefined)
    rows = rows.where('reminder.day', '<=', to).where('reminder.fire_at', '<', new Date(addDays(to, 2)));
  if (after) rows = rows.where(sql<boolean>`(reminder.fire_at, reminder.id) > (${after.fireAt}, ${after.id})`);
  return rows;
}
