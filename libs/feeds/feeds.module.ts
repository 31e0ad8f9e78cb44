import { Module } from '@nestjs/common';
import { CreateFeedHandler } from './create-feed.js';
import { ListFeedsHandler } from './list-feeds.js';
import { NewestEvents } from './newest-events.js';
import { OpenFeedHandler } from './open-feed.js';
import { RevokeFeedHandler } from './revoke-feed.js';

/**
 * Feeds with an address of their own: making, listing, opening and revoking them. Needs the ledger's module. What stands in
 * a feed is put together by the app, and written by `calendar/` and `atom/`, which know of no ledger.
 */
@Module({
  providers: [CreateFeedHandler, ListFeedsHandler, OpenFeedHandler, RevokeFeedHandler, NewestEvents],
  exports: [NewestEvents],
})
export class FeedsModule {}
