import { type DynamicModule, Module } from '@nestjs/common';
import { AcknowledgeAllHandler } from './answering/acknowledge-all.js';
import { AcknowledgeReminderHandler } from './answering/acknowledge-reminder.js';
import { DeadlinesOfDossierHandler } from './showing/deadlines-of-dossier.js';
import { planningFor } from './injected-planning.js';
import { ForeseeDeadlinesHandler } from './showing/foresee-deadlines.js';
import { ListCalendarDeadlinesHandler } from './showing/calendar-deadlines.js';
import { ListRemindersHandler } from './showing/list-reminders.js';
import type { Planning } from './planning.js';
import { ListPastRemindersHandler } from './showing/past-reminders.js';
import { PreviewRemindersHandler } from './showing/preview-reminders.js';
import { RemindersOfDeadlinesHandler } from './showing/reminders-of-deadlines.js';
import { RemindersOfDeliveryHandler } from './showing/reminders-of-delivery.js';
import { SnoozeReminderHandler } from './answering/snooze-reminder.js';

const handlers = [
  DeadlinesOfDossierHandler,
  ListCalendarDeadlinesHandler,
  ListRemindersHandler,
  ListPastRemindersHandler,
  RemindersOfDeadlinesHandler,
  RemindersOfDeliveryHandler,
  AcknowledgeReminderHandler,
  AcknowledgeAllHandler,
  SnoozeReminderHandler,
  PreviewRemindersHandler,
  ForeseeDeadlinesHandler,
];

/** Seeing, answering and foreseeing reminders. Needs the ledger's module. They are planned and sent by the worker. */
@Module({})
export class DeadlinesModule {
  static with(whose: Pick<Planning, 'zone' | 'recipients'>): DynamicModule {
    return { module: DeadlinesModule, providers: [planningFor(whose), ...handlers] };
  }
}
