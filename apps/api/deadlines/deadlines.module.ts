import { Module } from '@nestjs/common';
import { DeadlinesController, RemindersController } from './deadlines.controller.js';
import { ReminderPagesController, FormAnswers } from './reminder-pages.controller.js';
import { EventPreviews } from './event-preview.js';

const providers = [EventPreviews, FormAnswers];

@Module({
  controllers: [DeadlinesController, RemindersController, ReminderPagesController],
  providers,
  exports: providers,
})
export class DeadlinesApi {}
