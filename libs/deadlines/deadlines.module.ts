import { type DynamicModule, Module } from '@nestjs/common';
import { AcknowledgeAllHandler } from './acknowledge-all.js';
import { AcknowledgeReminderHandler } from './acknowledge-reminder.js';
import { planningFor } from './injected-planning.js';
import { ListRemindersHandler } from './list-reminders.js';
import type { Planning } from './planning.js';
import { PreviewRemindersHandler } from './preview-reminders.js';
import { RemindersOfDeliveryHandler } from './reminders-of-delivery.js';
import { SnoozeReminderHandler } from './snooze-reminder.js';

const handlers = [
  ListRemindersHandler,
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
