import { Module } from '@nestjs/common';
import { ListBoardHandler } from './list-board.js';
import { ListDeadlinesHandler } from './list-deadlines.js';
import { ListDifferencesHandler } from './list-differences.js';
import { DossierLists } from './list-dossiers.js';
import { GrantLists } from './list-grants.js';
import { ProviderLists } from './list-providers.js';
import { PublicAddressList } from './public-addresses.js';
import { SchemeDurations } from './scheme-durations.js';
import { SearchHandler } from './search/search.js';
import { ServiceLists } from './services-with.js';

const lists = [DossierLists, GrantLists, ProviderLists, ServiceLists, SchemeDurations, PublicAddressList];

/** Queries on the projections; the worker writes them (`boardProjection`). */
@Module({
  providers: [...lists, ListBoardHandler, ListDeadlinesHandler, ListDifferencesHandler, SearchHandler],
  exports: lists,
})
export class ProjectionsModule {}
