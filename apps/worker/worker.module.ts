import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import 'reflect-metadata';
import { AccessModule } from '#access/access.module.js';
import { Clock } from '#database/clock.js';
import { planningFor } from '#deadlines/planning.js';
import { EvidenceModule } from '#evidence/evidence.module.js';
import { LedgerModule } from '#ledger/ledger.module.js';
import { LogSigner } from '#proof/signing.js';
import { FetchRegisters } from '#registers/fetch-registers.js';
import { RegisterTroubles } from '#registers/register-views.js';
import { RegistersModule } from '#registers/registers.module.js';
import { ServiceLists } from '#projections/services-with.js';
import { SubscriptionsModule } from '#subscriptions/subscriptions.module.js';
import { SavedViews } from '#views/saved-views.js';
import { DeliveryHandler, ReminderSettling, ReminderHandler } from './sending.js';
import { Followers } from './followers.js';
import { HealthListener, SelfCheck, WorkerReadiness, WorkerMetrics } from './health.js';
import { LOG, type Log, nestLog, SETTINGS, type WorkerSettings } from './settings.js';
import { Proving } from './proving.js';
import { openQueues, Queues } from './queues.js';
import { RegisterHandler, RegisterWatch } from './registers.js';
import { Retention } from './retention.js';
import { ON_FAILURE, Scheduler } from './scheduler.js';
import { ServiceReports } from './service-reports.js';

interface WorkerOptions {
  /** Absent: heads of the log are not signed. */
  signer?: LogSigner | undefined;
  settings: WorkerSettings;
  clock: Clock;
  log: Log;
  /** Called on fatal errors; a supervisor restarts the worker. */
  onFailure: (error: unknown) => void;
}

@Module({})
class WorkerModule {
  static with({ settings, clock, log, onFailure, signer }: WorkerOptions): DynamicModule {
    const { DATABASE_URL: url, JALON_TIMEZONE: zone } = settings;
    return {
      module: WorkerModule,
      imports: [
        LedgerModule.open({
          ...{ url, applicationName: 'jalon worker', poolSize: 20, clock },
          timeouts: settings.DATABASE_TIMEOUTS,
        }),
        SubscriptionsModule.with(settings),
        AccessModule,
        RegistersModule.with(zone),
        EvidenceModule.with(settings),
      ],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: LOG, useValue: log },
        { provide: ON_FAILURE, useValue: onFailure },
        planningFor(zone),
        ...(signer ? [{ provide: LogSigner, useValue: signer }] : []),
        {
          provide: Queues,
          useFactory: async (reminders: ReminderHandler, deliveries: DeliveryHandler, registers: RegisterHandler) =>
            new Queues(
              await openQueues(settings),
              [reminders, deliveries, ...(settings.JALON_REGISTER_FETCH ? [registers] : [])],
              log,
            ),
          inject: [ReminderHandler, DeliveryHandler, RegisterHandler],
        },
        ReminderSettling,
        ReminderHandler,
        DeliveryHandler,
        FetchRegisters,
        RegisterHandler,
        RegisterTroubles,
        RegisterWatch,
        Followers,
        Proving,
        SavedViews,
        ServiceLists,
        ServiceReports,
        SelfCheck,
        Retention,
        WorkerReadiness,
        WorkerMetrics,
        HealthListener,
        Scheduler,
      ],
    };
  }
}

/** Starts a worker in this process. `close()` stops it, within 30 seconds if deliveries are in progress. */
export const startWorker = (options: WorkerOptions): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(WorkerModule.with(options), {
    logger: nestLog(options.log),
    abortOnError: false,
  });
