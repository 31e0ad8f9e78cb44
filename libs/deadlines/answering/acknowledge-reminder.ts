import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Transaction } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { dayIn } from '#domain/date/day.js';
import { refuse } from '#domain/refusal.js';
import { acknowledge } from './acknowledge.js';
import { isAcknowledged, isSent } from './acknowledged.js';
import { answering } from './answering.js';
import { placesOf } from '../keeping/dossier-places.js';
import { type Answerer, assertNotOver, heldReminder } from './held-reminder.js';
import { PLANNING } from '../injected-planning.js';
import type { Moment } from './moment.js';
import type { Planning } from '../planning.js';
import { readReminder, type ReminderRow } from '../showing/reminder-rows.js';
import type { ReminderView } from '../showing/reminder-view.js';
import { viewOf } from '../showing/view-of.js';

/** Somebody has seen it, and sees to it. */
export class AcknowledgeReminder extends Command<ReminderView> {
  constructor(
    readonly id: string,
    readonly answerer: Answerer,
  ) {
    super();
  }
}

@CommandHandler(AcknowledgeReminder)
export class AcknowledgeReminderHandler implements ICommandHandler<AcknowledgeReminder> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /**
   * Doing it again changes nothing.
   *
   * @throws Refusal unknown-reminder, reminder-not-sent, reminder-over; Busy
   */
  async execute({ id, answerer }: AcknowledgeReminder): Promise<ReminderView> {
    const { clock, zone, events } = this.planning;
    const moment = { now: clock.now(), zone };
    const row = await answering(this.db, (tx) => this.#acknowledged(tx, id, answerer, moment));
    return viewOf(row, await placesOf(events, [row.dossier], dayIn(zone, moment.now)), moment);
  }

  async #acknowledged(tx: Transaction<Database>, id: string, answerer: Answerer, moment: Moment): Promise<ReminderRow> {
    const held = await heldReminder(tx, id, answerer);
    if (isAcknowledged(held, moment)) return held;
    assertSent(held);
    assertNotOver(held);
    await acknowledge(tx, [held], { ...moment, by: answerer.by });
    return readReminder(tx, id);
  }
}

function assertSent(row: ReminderRow): void {
  if (isSent(row)) return;
  const then = row.state === 'planned' ? `is planned for ${row.day}` : `is ${row.state}`;
  throw refuse('reminder-not-sent', 'id', `${then}: only one that was sent can be acknowledged`);
}
