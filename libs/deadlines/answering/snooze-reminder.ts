import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Transaction } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { dayIn, type Day } from '#domain/date/day.js';
import { lastDay } from '#domain/deadline/deadline.js';
import { refuse } from '#domain/refusal.js';
import { answering } from './answering.js';
import { placesOf } from '../keeping/dossier-places.js';
import { type Answerer, assertNotOver, heldReminder } from './held-reminder.js';
import { PLANNING } from '../injected-planning.js';
import type { Planning } from '../planning.js';
import { readReminder, type ReminderRow } from '../showing/reminder-rows.js';
import type { ReminderView } from '../showing/reminder-view.js';
import { zoneOf } from '../rungs/reminder-zone.js';
import { snooze } from './snooze.js';
import { viewOf } from '../showing/view-of.js';

/** Nothing more of its deadline until a day, and a reminder on that day. */
export class SnoozeReminder extends Command<ReminderView> {
  constructor(
    readonly id: string,
    readonly until: Day,
    readonly answerer: Answerer,
  ) {
    super();
  }
}

@CommandHandler(SnoozeReminder)
export class SnoozeReminderHandler implements ICommandHandler<SnoozeReminder> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /**
   * For its subscription alone. It is no acknowledgement: who is told for want of one still is. Another day takes the place
   * of the one before; the same one again changes nothing.
   *
   * @throws Refusal unknown-reminder, reminder-over, subscription-unfit, snooze-out-of-range; Busy
   */
  async execute({ id, until, answerer }: SnoozeReminder): Promise<ReminderView> {
    const { clock, zone: usual, events } = this.planning;
    const now = clock.now();
    const row = await answering(this.db, async (tx) => {
      const held = await heldReminder(tx, id, answerer);
      assertNotOver(held);
      await this.#assertReminded(tx, held);
      const zone = zoneOf(held, usual);
      assertInRange(until, dayIn(zone, now), held);
      if (held.snoozed_until === until) return held;
      await snooze(tx, held, { until, by: answerer.by, now, zone });
      return readReminder(tx, id);
    });
    return viewOf(row, await placesOf(events, [row.dossier], dayIn(usual, now)), { now, zone: usual });
  }

  async #assertReminded(tx: Transaction<Database>, { subscription, body, ...row }: ReminderRow): Promise<void> {
    const [recipient] = await this.planning.recipients(tx, { subscription });
    if (recipient?.wants({ ...row, kind: body.kind, confirmed: body.confirmed })) return;
    throw refuse('subscription-unfit', 'id', 'is of a subscription that is not reminded of it any more');
  }
}

function assertInRange(until: Day, today: Day, { body }: ReminderRow): void {
  const last = lastDay(body);
  if (today < until && until <= last) return;
  throw refuse(
    'snooze-out-of-range',
    'until',
    today < last
      ? `must be after today, ${today}, and not after ${last}, the last day of the deadline`
      : `cannot be any day: ${last} is the last day of the deadline`,
  );
}
