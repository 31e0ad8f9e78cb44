import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { FewProviderNamesHandler, ListProvidersHandler } from './list-providers.js';
import { FindServiceHandler, ServicesWithHandler } from './services-with.js';
import { EndsPerMonthHandler } from './ends-per-month.js';
import { ListTargetsHandler } from './list-targets.js';
import { ListBoardHandler } from './list-board.js';
import { SchemesWithDossiersHandler } from './schemes-with-dossiers.js';
import { ListDeadlinesHandler } from './list-deadlines.js';
import { ListDependentsHandler } from './list-dependents.js';
import { ListDifferencesHandler } from './list-differences.js';
import { ListDossierNamesHandler } from './list-dossier-names.js';
import { ListDossiersHandler } from './list-dossiers.js';
import { AreListsBehindHandler } from './lists-behind.js';
import { ListGrantsHandler } from './list-grants.js';
import { ListPublicAddressesHandler } from './public-addresses.js';
import { SearchHandler } from './search/search.js';
import { SchemeDurationsHandler } from './scheme-durations.js';
import { SchemeStatisticsHandler } from './scheme-statistics.js';

/** Queries on the projections; the worker writes them (`statusProjection`, `agendaProjection`, `searchProjection`). */
@Module({
  imports: [CqrsModule],
  providers: [
    AreListsBehindHandler,
    ListBoardHandler,
    SchemesWithDossiersHandler,
    EndsPerMonthHandler,
    ServicesWithHandler,
    FindServiceHandler,
    ListTargetsHandler,
    ListDossiersHandler,
    ListDossierNamesHandler,
    ListGrantsHandler,
    ListProvidersHandler,
    ListDeadlinesHandler,
    ListDependentsHandler,
    ListDifferencesHandler,
    FewProviderNamesHandler,
    SchemeStatisticsHandler,
    SchemeDurationsHandler,
    SearchHandler,
    ListPublicAddressesHandler,
  ],
})
export class ProjectionsModule {}
