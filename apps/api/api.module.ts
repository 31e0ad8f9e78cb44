import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccessModule, AccountsModule } from '#access/access.module.js';
import { ApprovalsModule } from '#approvals/proposals.js';
import { ProjectionsModule } from '#projections/projections.module.js';
import type { Clock } from '#database/clock.js';
import { DeadlinesModule } from '#deadlines/deadlines.module.js';
import { DossiersModule } from '#dossiers/dossiers.module.js';
import { EvidenceModule } from '#evidence/evidence.module.js';
import { FeedsModule } from '#feeds/feeds.module.js';
import { ImportsModule } from '#imports/imports.js';
import { LedgerModule } from '#ledger/ledger.module.js';
import { RegistersModule } from '#registers/registers.module.js';
import { SchemesModule } from '#schemes/publish-scheme.js';
import { SubscriptionsModule } from '#subscriptions/subscriptions.module.js';
import { ViewsModule } from '#views/saved-views.js';
import { AuthGuard } from './auth/auth.guard.js';
import { RateLimits } from './auth/rate-limits.js';
import { Exports } from './http/download.js';
import { ListPosition, KnownSchemes, Viewpoints } from './http/reading.js';
import { QueryFilters, Timelines } from './ledger/timelines.js';
import { Preconditions } from './ledger/write-request.js';
import { Metrics, MetricsListener, OperationsController, Readiness } from './operations/operations.controller.js';
import { ProblemFilter } from './problem/problem.filter.js';
import { SchemaPipe } from './problem/rejection.js';
import { AccountsController, ApiKeysController } from './accounts/accounts.controller.js';
import { AccountChanges } from './accounts/account-changes.js';
import { ActivityController } from './activity/activity.controller.js';
import { ProposalsController, FourEyesController, FourEyesPolicy } from './approvals/proposals.controller.js';
import { ChangesController, ChosenChanges } from './changes/changes.controller.js';
import { EventsStreamController, ChangeStreams, StreamPace } from './changes/change-streams.js';
import { OpenStreams } from './changes/server-sent-events.js';
import { DeadlinesController, RemindersController } from './deadlines/deadlines.controller.js';
import { ReminderPagesController, FormAnswers } from './deadlines/reminder-pages.controller.js';
import { EventPreviews } from './deadlines/event-preview.js';
import { DossiersController } from './dossiers/dossiers.controller.js';
import { DiffController, SearchController } from './dossiers/diff.controller.js';
import { BadgeController } from './dossiers/badge.controller.js';
import { EvidenceController, EvidenceDownloads, EvidenceUploads } from './evidence/evidence.controller.js';
import { AuditReading } from './evidence/audit-trail.js';
import { AuditFiles } from './evidence/audit-files.js';
import {
  CalendarController,
  AtomController,
  PrivateFeedsController,
  FeedsController,
} from './feeds/feeds.controller.js';
import { ImportsController, LedgerExportController } from './imports/imports.controller.js';
import { AssistantAnswers } from './mcp/answers.js';
import { McpController } from './mcp/mcp.controller.js';
import { ProblemPagesController } from './openapi/docs.js';
import { LogController, ProofController } from './proof/log.controller.js';
import { ProvidersController, ProviderPage } from './providers/providers.controller.js';
import { RegistersController } from './registers/registers.controller.js';
import { ReadingsController } from './registers/readings.controller.js';
import { SchemesController } from './schemes/schemes.controller.js';
import { DurationsController } from './schemes/durations.controller.js';
import { SubscriptionsController } from './subscriptions/subscriptions.controller.js';
import { SubscriptionPreviewsController, SubscriptionPreviews } from './subscriptions/subscription-previews.js';
import {
  DeliveriesController,
  MailsController,
  BouncesController,
  SuppressionsController,
} from './subscriptions/deliveries.controller.js';
import { SubscriptionPagesController } from './subscriptions/subscription-pages.controller.js';
import { ViewsController, ViewChanges } from './views/views.controller.js';
import { ViewServices } from './views/view-services.js';
import { type ApiSettings, SETTINGS } from './settings.js';

const everyRequest = [
  { provide: APP_GUARD, useExisting: AuthGuard },
  { provide: APP_PIPE, useClass: SchemaPipe },
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
  ListPosition,
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

/** Of features, what the console and other features use as well. */
const offering = (...providers: Type[]) => ({ providers, exports: providers });

@Module({ controllers: [AccountsController, ApiKeysController], ...offering(AccountChanges) })
class AccountsApi {}

@Module({ controllers: [ActivityController] })
class ActivityApi {}

@Module({ controllers: [ProposalsController, FourEyesController], ...offering(FourEyesPolicy) })
class ApprovalsApi {}

@Module({
  controllers: [ChangesController, EventsStreamController],
  providers: [ChangeStreams, ChosenChanges, OpenStreams, StreamPace],
})
class ChangesApi {}

@Module({
  controllers: [DeadlinesController, RemindersController, ReminderPagesController],
  ...offering(EventPreviews, FormAnswers),
})
class DeadlinesApi {}

@Module({
  imports: [DeadlinesApi],
  controllers: [DossiersController, DiffController, SearchController, BadgeController],
})
class DossiersApi {}

@Module({
  controllers: [EvidenceController],
  ...offering(EvidenceDownloads, EvidenceUploads, AuditReading, AuditFiles),
})
class EvidenceApi {}

@Module({ controllers: [ViewsController], ...offering(ViewChanges, ViewServices) })
class ViewsApi {}

@Module({
  imports: [ViewsApi],
  controllers: [CalendarController, AtomController, FeedsController, PrivateFeedsController],
})
class FeedsApi {}

@Module({ controllers: [ImportsController, LedgerExportController] })
class ImportsApi {}

@Module({ controllers: [OperationsController, ProblemPagesController], providers: [MetricsListener, Readiness] })
class OperationsApi {}

@Module({ controllers: [ProvidersController], ...offering(ProviderPage) })
class ProvidersApi {}

@Module({ controllers: [McpController], providers: [AssistantAnswers] })
class McpApi {}

@Module({ controllers: [LogController, ProofController], ...offering(ProofController) })
class ProofApi {}

@Module({ controllers: [RegistersController, ReadingsController] })
class RegistersApi {}

@Module({ controllers: [SchemesController, DurationsController] })
class SchemesApi {}

@Module({
  controllers: [
    SubscriptionsController,
    SubscriptionPreviewsController,
    DeliveriesController,
    MailsController,
    BouncesController,
    SuppressionsController,
    SubscriptionPagesController,
  ],
  ...offering(SubscriptionPreviews),
})
class SubscriptionsApi {}

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
  McpApi,
  OperationsApi,
  ProofApi,
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
