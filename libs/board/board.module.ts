import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ListDeadlinesHandler } from './list-deadlines.js';
import { ListDifferencesHandler } from './list-differences.js';
import { ListDossiersHandler } from './list-dossiers.js';
import { ListProvidersHandler } from './list-providers.js';
import { SchemeStatisticsHandler } from './statistics.js';

/** Reads the board. It is written by whoever follows the ledger with `boardProjection`. */
@Module({
  imports: [CqrsModule],
  providers: [
    ListDossiersHandler,
    ListProvidersHandler,
    ListDeadlinesHandler,
    ListDifferencesHandler,
    SchemeStatisticsHandler,
  ],
})
export class BoardModule {}
