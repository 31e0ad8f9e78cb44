import { Module } from '@nestjs/common';
import { ViewsApi } from '../views/views.module.js';
import { CalendarController, AtomController, PrivateFeedsController } from './feed-documents.controller.js';
import { FeedsController } from './feeds.controller.js';

@Module({
  imports: [ViewsApi],
  controllers: [CalendarController, AtomController, FeedsController, PrivateFeedsController],
})
export class FeedsApi {}
