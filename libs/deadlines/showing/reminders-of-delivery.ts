import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { dayIn } from '#domain/date/day.js';
import { byUrgency } from '#domain/reminder/by-urgency.js';
import { answerable, type AnswerableReminder } from './answerable.js';
import { placesOf } from '../keeping/dossier-places.js';
import { PLANNING } from '../injected-planning.js';
import type { Planning } from '../planning.js';
import { type ReminderRow, reminderRows } from './reminder-rows.js';
import { zoneOf } from '../rungs/reminder-zone.js';

export interface Told {
  owner: string;
  language: 'fr' | 'en';
  /** Where the reader is: an IANA name. */
  zone: string;
  /** Most urgent first. */
  reminders: AnswerableReminder[];
}

/** What a delivery told of, by what its message says, so that a redelivery tells of the same. `undefined`: of no reminder. */
export class RemindersOfDelivery extends Query<Told | undefined> {
  constructor(readonly delivery: string) {
    super();
  }
}

@QueryHandler(RemindersOfDelivery)
export class RemindersOfDeliveryHandler implements IQueryHandler<RemindersOfDelivery> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  async execute({ delivery }: RemindersOfDelivery): Promise<Told | undefined> {
    const { events, clock, zone: usual } = this.planning;
    const reader = await this.db
      .selectFrom('delivery')
      .innerJoin('subscription', 'subscription.id', 'delivery.subscription')
      .select(['created_by as owner', 'language', 'reminders as wishes'])
      .where('delivery.id', '=', delivery)
      .executeTakeFirst();
    const rows = reader ? await this.#rows(delivery) : [];
    if (!reader || rows.length === 0) return undefined;
    const zone = zoneOf(reader, usual);
    const moment = { now: clock.now(), zone };
    const dossiers = rows.map(({ dossier }) => dossier);
    const places = await placesOf(events, dossiers, dayIn(zone, moment.now));
    const reminders = rows.map((row) => answerable(row, places, moment));
    return { owner: reader.owner, language: reader.language, zone, reminders: reminders.sort(byUrgency) };
  }

  async #rows(delivery: string): Promise<ReminderRow[]> {
    const told = sql`
      select (told ->> 'id')::uuid from delivery
      cross join jsonb_array_elements(coalesce(message #> '{data,reminders}', jsonb_build_array(message -> 'data'))) as told
      where delivery.id = ${delivery} and message ->> 'type' in ('deadline.reminder', 'deadline.digest')
    `;
    return reminderRows(this.db)
      .where(sql<boolean>`reminder.id in (${told})`)
      .execute();
  }
}
