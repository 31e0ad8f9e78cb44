import { Module } from '@nestjs/common';
import { CreateFeedHandler, ListFeedsHandler, OpenFeedHandler, RevokeFeedHandler } from './feeds.js';
import { NewestEvents } from './newest-events.js';

/**
 * Feeds with an address of their own: making, listing, opening and revoking them. Needs the ledger's module. What stands in
 * a feed is put together by the app, and written by `calendar/` and `atom/`, which know of no ledger.
 */
@Module({
  providers: [CreateFeedHandler, ListFeedsHandler, OpenFeedHandler, RevokeFeedHandler, NewestEvents],
  exports: [NewestEvents],
})
export class FeedsModule {}
