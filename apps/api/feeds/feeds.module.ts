import { Module } from '@nestjs/common';
import { ViewsApi } from '../views/views.module.js';
import { CalendarController, AtomController, PrivateFeedsController } from './feed-documents.controller.js';
import { FeedsController } from './feeds.controller.js';
import { Calendars } from './calendars.js';
import { AtomFeeds, ChangesBackwards } from './atom-feeds.js';

@Module({
  imports: [ViewsApi],
  controllers: [CalendarController, AtomController, FeedsController, PrivateFeedsController],
  providers: [Calendars, AtomFeeds, ChangesBackwards],
})
export class FeedsApi {}
