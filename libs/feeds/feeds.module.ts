import { Module } from '@nestjs/common';
import { CreateFeedHandler, ListFeedsHandler, OpenFeedHandler, RevokeFeedHandler, NewestEvents } from './feeds.js';

/**
 * Feeds with secret addresses: creates, lists, opens and revokes them. Requires the ledger module. The API assembles the
 * content; `calendar.ts` and `atom-feed.ts` write the documents.
 */
@Module({
  providers: [CreateFeedHandler, ListFeedsHandler, OpenFeedHandler, RevokeFeedHandler, NewestEvents],
  exports: [NewestEvents],
})
export class FeedsModule {}
