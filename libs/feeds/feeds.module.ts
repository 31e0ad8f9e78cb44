import { type DynamicModule, Module } from '@nestjs/common';
import { AtomFeeds, ChangesBackwards } from './atom-feeds.js';
import { Calendars } from './calendars.js';
import { Feeds, NewestEvents } from './feeds.js';

const providers = [AtomFeeds, Calendars, ChangesBackwards, Feeds, NewestEvents];

/** Feeds, their documents and their private addresses. Requires the ledger module. */
@Module({})
export class FeedsModule {
  /** Needs the modules of deadlines and of subscriptions, which provides `Links`. */
  static with(...imports: DynamicModule[]): DynamicModule {
    return { module: FeedsModule, imports, providers, exports: providers };
  }
}
