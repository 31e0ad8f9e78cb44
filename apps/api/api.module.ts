import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AccessModule, AccountsModule } from '#access/access.module.js';
import { ApprovalsModule } from '#approvals/approvals.module.js';
import { ActivityModule } from '#activity/activity.module.js';
import { ProjectionsModule } from '#projections/projections.module.js';
import type { Clock } from '#database/clock.js';
import { DeadlinesModule } from '#deadlines/deadlines.module.js';
import { DossiersModule } from '#dossiers/dossiers.module.js';
import { EvidenceModule } from '#evidence/evidence.module.js';
import { FeedsModule } from '#feeds/feeds.module.js';
import { ImportsModule } from '#imports/imports.module.js';
import { LedgerModule } from '#ledger/ledger.module.js';
import { ProvidersModule } from '#providers/providers.module.js';
import { RegistersModule } from '#registers/registers.module.js';
import { SchemesModule } from '#schemes/schemes.module.js';
import { SubscriptionsModule } from '#subscriptions/subscriptions.module.js';
import { ViewsModule } from '#views/saved-views.js';
import { TransferModule } from '#transfer/transfer.module.js';
import { AccountChanges } from './accounts/account-changes.js';
import { ActivityController } from './activity/activity.controller.js';
import { FourEyesController, FourEyesPolicy } from './approvals/four-eyes.controller.js';
import { ProposalsController } from './approvals/proposals.controller.js';
import { Proposing } from './approvals/proposing.js';
import { Exports } from './http/download.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { ApiKeysController } from './accounts/api-keys.controller.js';
import { AuthGuard } from './auth/auth.guard.js';
import { RateLimits } from './auth/rate-limits.js';
import { ChangeStreams, StreamPace } from './changes/change-streams.js';
import { BadgeController } from './dossiers/badge.controller.js';
import { BouncesController, SuppressionsController } from './subscriptions/returned-mail.controller.js';
import { ChangesController, ChosenChanges } from './changes/changes.controller.js';
import { EventsStreamController } from './changes/events-stream.controller.js';
import { OpenStreams } from './changes/server-sent-events.js';
import { ListInterceptor } from './csv/lists.js';
import { DeadlinesController, RemindersController } from './deadlines/deadlines.controller.js';
import { DiffController } from './dossiers/diff.controller.js';
import { DossiersController } from './dossiers/dossiers.controller.js';
import { AtomController, CalendarController, PrivateFeedsController } from './feeds/feed-documents.controller.js';
import { AtomFeeds, ChangesBackwards } from './feeds/atom-feeds.js';
import { Calendars } from './feeds/calendars.js';
import { AuditReading } from './evidence/audit-contents.js';
import { AuditFileController } from './evidence/audit-file.controller.js';
import { AuditFiles } from './evidence/audit-files.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { EvidenceDownloads, EvidenceUploads } from './evidence/evidence-bytes.js';
import { FeedsController } from './feeds/feeds.controller.js';
import { AnswerInterceptor } from './http/answer.js';
import { BoardReading, KnownSchemes, Viewpoints } from './http/reading.js';
import { QueryFilters } from './ledger/filter-query.js';
import { Preconditions } from './ledger/write-request.js';
import { Timelines } from './ledger/timelines.js';
import { ImportsController } from './imports/imports.controller.js';
import { Metrics, MetricsListener } from './operations/metrics.js';
import { OperationsController, Readiness } from './operations/operations.controller.js';
import { ProblemFilter } from './problem/problem.filter.js';
import { ProblemPagesController } from './openapi/problem-pages.controller.js';
import { SchemaPipe } from './problem/rejection.js';
import { ProviderPage } from './providers/provider-page.js';
import { ProvidersController } from './providers/providers.controller.js';
import { EventPreviews } from './deadlines/event-preview.js';
import { FormAnswers, ReminderPagesController } from './deadlines/reminder-pages.controller.js';
import { ReadingsController } from './registers/readings.controller.js';
import { RegistersController } from './registers/registers.controller.js';
import { EventTypesController } from './schemes/event-types.controller.js';
import { SchemesController } from './schemes/schemes.controller.js';
import { type ApiSettings, SETTINGS } from './settings.js';
import { DurationsController } from './schemes/durations.controller.js';
import {
  ConfirmationsController,
  SecretController,
  SubscriptionsController,
} from './subscriptions/subscriptions.controller.js';
import { DeliveriesController, MailsController } from './subscriptions/deliveries.controller.js';
import { SubscriptionPagesController } from './subscriptions/subscription-pages.controller.js';
import { SearchController } from './dossiers/search.controller.js';
import { SubscriptionPreviews } from './subscriptions/subscription-previews.js';
import { SubscriptionPreviewsController } from './subscriptions/subscription-previews.controller.js';
import { ViewChanges } from './views/view-changes.js';
import { ViewServices } from './views/view-services.js';
import { ViewsController } from './views/views.controller.js';
import { LedgerExportController } from './imports/ledger-export.controller.js';

const everyRequest = [
  AuthGuard,
  { provide: APP_GUARD, useExisting: AuthGuard },
  { provide: APP_PIPE, useClass: SchemaPipe },
  { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
  { provide: APP_INTERCEPTOR, useClass: ListInterceptor },
  { provide: APP_FILTER, useClass: ProblemFilter },
];

const features = [
  AccessModule,
  ActivityModule,
  ApprovalsModule,
  ProvidersModule,
  DossiersModule,
  ProjectionsModule,
  ImportsModule,
  TransferModule,
  SchemesModule,
  FeedsModule,
  ViewsModule,
];

/** For the routes, and for the modules that stand on this one. */
const shared = [
  AccountChanges,
  ChangeStreams,
  ChosenChanges,
  OpenStreams,
  StreamPace,
  RateLimits,
  BoardReading,
  KnownSchemes,
  QueryFilters,
  SubscriptionPreviews,
  Preconditions,
  ProviderPage,
  Timelines,
  Viewpoints,
  FormAnswers,
  EvidenceDownloads,
  EvidenceUploads,
  AuditReading,
  AuditFiles,
  EventPreviews,
  Calendars,
  AtomFeeds,
  ChangesBackwards,
  Exports,
  Proposing,
  FourEyesPolicy,
  Metrics,
  MetricsListener,
  Readiness,
  ViewChanges,
  ViewServices,
];

@Module({
  imports: features,
  controllers: [
    ProvidersController,
    DossiersController,
    BadgeController,
    ChangesController,
    EventsStreamController,
    DeadlinesController,
    SearchController,
    DiffController,
    DurationsController,
    ImportsController,
    LedgerExportController,
    EventTypesController,
    SchemesController,
    RegistersController,
    ReadingsController,
    EvidenceController,
    AuditFileController,
    ApiKeysController,
    AccountsController,
    ActivityController,
    ProposalsController,
    FourEyesController,
    SubscriptionsController,
    SubscriptionPreviewsController,
    ConfirmationsController,
    DeliveriesController,
    SecretController,
    MailsController,
    BouncesController,
    SuppressionsController,
    SubscriptionPagesController,
    RemindersController,
    ReminderPagesController,
    CalendarController,
    AtomController,
    FeedsController,
    PrivateFeedsController,
    ViewsController,
    OperationsController,
    ProblemPagesController,
  ],
  providers: [...everyRequest, ...shared],
  exports: [...features, ...shared, AuthGuard],
})
export class ApiModule {
  static with(settings: ApiSettings, clock: Clock): DynamicModule {
    const ledger = LedgerModule.open({
      url: settings.DATABASE_URL,
      readUrl: settings.DATABASE_READ_URL,
      applicationName: 'jalon api',
      timeouts: settings.DATABASE_TIMEOUTS,
      clock,
    });
    const subscriptions = SubscriptionsModule.with(settings);
    const accounts = AccountsModule.with(settings, subscriptions);
    const deadlines = DeadlinesModule.with(settings.JALON_TIMEZONE);
    const registers = RegistersModule.with(settings.JALON_TIMEZONE);
    const evidence = EvidenceModule.with(settings);
    return {
      module: ApiModule,
      imports: [ledger, subscriptions, accounts, deadlines, registers, evidence],
      providers: [{ provide: SETTINGS, useValue: settings }],
      exports: [
        SETTINGS,
        LedgerModule,
        SubscriptionsModule,
        AccountsModule,
        DeadlinesModule,
        RegistersModule,
        EvidenceModule,
      ],
    };
  }
}
