import { type DynamicModule, Module } from '@nestjs/common';
import { AnsweringReminders } from './answers.js';
import { PLANNING, planningFor } from './planning.js';
import { AnswerableReminders } from './queries/reminders.js';
import { CalendarDeadlines, DeadlinesOfDossier } from './queries/dossier-deadlines.js';
import { ReminderList } from './queries/list-reminders.js';
import { PastReminders, ReminderPreviews } from './queries/preview-reminders.js';

const services = [
  AnsweringReminders,
  AnswerableReminders,
  CalendarDeadlines,
  DeadlinesOfDossier,
  ReminderList,
  PastReminders,
  ReminderPreviews,
];

/**
 * Queries and previews of deadlines and reminders, and answers to them. Requires the ledger module. Planning and
 * sending run in the worker.
 */
@Module({})
export class DeadlinesModule {
  static with(zone: string): DynamicModule {
    return {
      module: DeadlinesModule,
      providers: [planningFor(zone), ...services],
      exports: [PLANNING, ...services],
    };
  }
}
