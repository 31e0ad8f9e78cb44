import { type DynamicModule, Module } from '@nestjs/common';
import { AcknowledgeAllHandler, AcknowledgeReminderHandler, SnoozeReminderHandler } from './answers.js';
import { DeadlinesOfDossierHandler, PreviewDeadlinesHandler } from './queries/dossier-deadlines.js';
import { planningFor } from './planning.js';
import { ListCalendarDeadlinesHandler } from './queries/calendar-deadlines.js';
import { ListRemindersHandler } from './queries/list-reminders.js';
import { ListPastRemindersHandler } from './queries/past-reminders.js';
import { PreviewRemindersHandler } from './queries/preview-reminders.js';
import {
  RemindersOfDeadlinesHandler,
  RemindersOfDeliveryHandler,
  UnansweredDeadlinesHandler,
} from './queries/answerable-reminders.js';

const handlers = [
  DeadlinesOfDossierHandler,
  ListCalendarDeadlinesHandler,
  ListRemindersHandler,
  ListPastRemindersHandler,
  RemindersOfDeadlinesHandler,
  RemindersOfDeliveryHandler,
  UnansweredDeadlinesHandler,
  AcknowledgeReminderHandler,
  AcknowledgeAllHandler,
  SnoozeReminderHandler,
  PreviewRemindersHandler,
  PreviewDeadlinesHandler,
];

/**
 * Queries and previews of deadlines and reminders, and answers to them. Requires the ledger module. Planning and
 * sending run in the worker.
 */
@Module({})
export class DeadlinesModule {
  static with(zone: string): DynamicModule {
    return { module: DeadlinesModule, providers: [planningFor(zone), ...handlers] };
  }
}
