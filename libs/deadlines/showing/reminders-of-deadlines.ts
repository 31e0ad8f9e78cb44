import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { dayIn } from '#domain/date/day.js';
import { PLANNING } from '../injected-planning.js';
import { placesOf } from '../keeping/dossier-places.js';
import type { Planning } from '../planning.js';
import { answerable, type AnswerableReminder } from './answerable.js';
import { type ReminderRow, reminderRows } from './reminder-rows.js';

/** The reminders of some deadlines for their current dates, and what of each can be answered. By key, in the order of instants. */
export class RemindersOfDeadlines extends Query<Map<string, AnswerableReminder[]>> {
  constructor(
    readonly keys: readonly string[],
    /** To whose subscriptions; absent: to anybody's. */
    readonly owner: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(RemindersOfDeadlines)
export class RemindersOfDeadlinesHandler implements IQueryHandler<RemindersOfDeadlines> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  async execute({ keys, owner }: RemindersOfDeadlines): Promise<Map<string, AnswerableReminder[]>> {
    if (keys.length === 0) return new Map();
    const { events, clock, zone } = this.planning;
    const moment = { now: clock.now(), zone };
    const rows = await this.#rows(keys, owner);
    const dossiers = rows.map(({ dossier }) => dossier);
    const places = await placesOf(events, dossiers, dayIn(zone, moment.now));
    const found = new Map<string, AnswerableReminder[]>();
    for (const row of rows) {
      const its = found.get(row.deadline_key);
      const reminder = answerable(row, places, moment);
      if (its) its.push(reminder);
      else found.set(row.deadline_key, [reminder]);
    }
    return found;
  }

  #rows(keys: readonly string[], owner: string | undefined): Promise<ReminderRow[]> {
    let rows = reminderRows(this.db)
      .where(sql<boolean>`reminder.deadline_key = any(${[...keys]})`)
      .whereRef('reminder.deadline_version', '=', 'deadline.version')
      .orderBy('reminder.fire_at')
      .orderBy('reminder.id');
    if (owner !== undefined) rows = rows.where('reminder.owner', '=', owner);
    return rows.execute();
  }
}
