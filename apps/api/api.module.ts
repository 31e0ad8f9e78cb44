import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AccessModule, AccountsModule } from '#access/access.module.js';
import { ApprovalsModule } from '#approvals/approvals.module.js';
import { ProjectionsModule } from '#projections/projections.module.js';
import type { Clock } from '#database/clock.js';
import { DeadlinesModule } from '#deadlines/deadlines.module.js';
import { DossiersModule } from '#dossiers/dossiers.module.js';
import { EvidenceModule } from '#evidence/evidence.module.js';
import { FeedsModule } from '#feeds/feeds.module.js';
import { ImportsModule } from '#imports/imports.module.js';
import { LedgerModule } from '#ledger/ledger.module.js';
import { RegistersModule } from '#registers/registers.module.js';
import { SchemesModule } from '#schemes/schemes.module.js';
import { SubscriptionsModule } from '#subscriptions/subscriptions.module.js';
import { ViewsModule } from '#views/saved-views.js';
import { AuthGuard } from './auth/auth.guard.js';
import { RateLimits } from './auth/rate-limits.js';
import { ListInterceptor } from './csv/lists.js';
import { Exports } from './http/download.js';
import { AnswerInterceptor } from './http/answer.js';
import { BoardReading, KnownSchemes, Viewpoints } from './http/reading.js';
import { QueryFilters } from './ledger/filter-query.js';
import { Timelines } from './ledger/timelines.js';
import { Preconditions } from './ledger/write-request.js';
import { Metrics } from './operations/metrics.js';
import { ProblemFilter } from './problem/problem.filter.js';
import { SchemaPipe } from './problem/rejection.js';
import { AccountsApi } from './accounts/accounts.module.js';
import { ActivityApi } from './activity/activity.module.js';
import { ApprovalsApi } from './approvals/approvals.module.js';
import { ChangesApi } from './changes/changes.module.js';
import { DeadlinesApi } from './deadlines/deadlines.module.js';
import { DossiersApi } from './dossiers/dossiers.module.js';
import { EvidenceApi } from './evidence/evidence.module.js';
import { ViewsApi } from './views/views.module.js';
import { FeedsApi } from './feeds/feeds.module.js';
import { ImportsApi } from './imports/imports.module.js';
import { OperationsApi } from './operations/operations.module.js';
import { ProvidersApi } from './providers/providers.module.js';
import { RegistersApi } from './registers/registers.module.js';
import { SchemesApi } from './schemes/schemes.module.js';
import { SubscriptionsApi } from './subscriptions/subscriptions.module.js';
import { type ApiSettings, SETTINGS } from './settings.js';

const everyRequest = [
  { provide: APP_GUARD, useExisting: AuthGuard },
  { provide: APP_PIPE, useClass: SchemaPipe },
  { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
  { provide: APP_INTERCEPTOR, useClass: ListInterceptor },
  { provide: APP_FILTER, useClass: ProblemFilter },
];

const libraries = [
  AccessModule,
  ApprovalsModule,
  DossiersModule,
  ProjectionsModule,
  ImportsModule,
  SchemesModule,
  ViewsModule,
];

/** For routes of several features. */
const shared = [
  AuthGuard,
  RateLimits,
  BoardReading,
  KnownSchemes,
  Viewpoints,
  QueryFilters,
  Preconditions,
  Timelines,
  Exports,
  Metrics,
];

/** What every feature may ask for: the libraries, and what all requests have in common. */
@Global()
@Module({ imports: libraries, providers: [...everyRequest, ...shared], exports: [...libraries, ...shared] })
class ApiBase {
  static with(settings: ApiSettings, clock: Clock): DynamicModule {
    const subscriptions = SubscriptionsModule.with(settings);
    const deadlines = DeadlinesModule.with(settings.JALON_TIMEZONE);
    const configured = [
      LedgerModule.open({
        url: settings.DATABASE_URL,
        readUrl: settings.DATABASE_READ_URL,
        applicationName: 'jalon api',
        timeouts: settings.DATABASE_TIMEOUTS,
        clock,
      }),
      subscriptions,
      AccountsModule.with(settings, subscriptions),
      deadlines,
      FeedsModule.with(deadlines, subscriptions),
      RegistersModule.with(settings.JALON_TIMEZONE),
      EvidenceModule.with(settings),
    ];
    return {
      module: ApiBase,
      imports: configured,
      providers: [{ provide: SETTINGS, useValue: settings }],
      exports: [SETTINGS, ...configured],
    };
  }
}

const features = [
  AccountsApi,
  ActivityApi,
  ApprovalsApi,
  ChangesApi,
  DeadlinesApi,
  DossiersApi,
  EvidenceApi,
  ViewsApi,
  FeedsApi,
  ImportsApi,
  OperationsApi,
  ProvidersApi,
  RegistersApi,
  SchemesApi,
  SubscriptionsApi,
];

/** The features of the API, one module each; the console stands on them. */
@Module({ imports: features, exports: features })
export class ApiModule {
  static with(settings: ApiSettings, clock: Clock): DynamicModule {
    return { module: ApiModule, imports: [ApiBase.with(settings, clock)] };
  }
}
