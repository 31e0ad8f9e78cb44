import { type DynamicModule, Module } from '@nestjs/common';
import { AcknowledgeAllHandler } from './answering/acknowledge-all.js';
import { AcknowledgeReminderHandler } from './answering/acknowledge-reminder.js';
import { planningFor } from './injected-planning.js';
import { ListCalendarDeadlinesHandler } from './showing/calendar-deadlines.js';
import { ListRemindersHandler } from './showing/list-reminders.js';
import type { Planning } from './planning.js';
import { ListPastRemindersHandler } from './showing/past-reminders.js';
import { PreviewRemindersHandler } from './showing/preview-reminders.js';
import { RemindersOfDeliveryHandler } from './showing/reminders-of-delivery.js';
import { SnoozeReminderHandler } from './answering/snooze-reminder.js';

const handlers = [
  ListCalendarDeadlinesHandler,
  ListRemindersHandler,
  ListPastRemindersHandler,
  RemindersOfDeliveryHandler,
  AcknowledgeReminderHandler,
  AcknowledgeAllHandler,
  SnoozeReminderHandler,
  PreviewRemindersHandler,
];

/** Seeing, answering and foreseeing reminders. Needs the ledger's module. They are planned and sent by the worker. */
@Module({})
export class DeadlinesModule {
  static with(whose: Pick<Planning, 'zone' | 'recipients'>): DynamicModule {
    return { module: DeadlinesModule, providers: [planningFor(whose), ...handlers] };
  }
}
