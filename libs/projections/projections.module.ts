import { Module } from '@nestjs/common';
import { BoardLists } from './list-board.js';
import { DeadlineLists } from './list-deadlines.js';
import { DifferenceLists } from './list-differences.js';
import { DossierLists } from './list-dossiers.js';
import { GrantLists } from './list-grants.js';
import { ProviderLists } from './list-providers.js';
import { PublicAddressList } from './public-addresses.js';
import { SchemeDurations } from './scheme-durations.js';
import { Search } from './search/search.js';
import { ServiceLists } from './services-with.js';

const lists = [
  BoardLists,
  DeadlineLists,
  DifferenceLists,
  DossierLists,
  GrantLists,
  ProviderLists,
  PublicAddressList,
  SchemeDurations,
  Search,
  ServiceLists,
];

/** Reads the projections, which the worker writes (`boardProjection`). */
@Module({ providers: lists, exports: lists })
export class ProjectionsModule {}
