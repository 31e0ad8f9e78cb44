import { Module, type DynamicModule } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { LedgerModule } from '#ledger/ledger.module.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { SubscriptionsModule } from '#subscriptions/subscriptions.module.js';
import { Background, ON_FAILURE } from './background.js';
import { DeliveryHandler } from './delivery-handler.js';
import { Followers } from './followers.js';
import { LOG, type Log } from './log/log.js';
import { PLANNING, planningOfSubscribers } from './planning-of-subscribers.js';
import { openQueues } from './queue/queue-backend.js';
import { Queues } from './queue/queues.js';
import { Reconciler } from './reconciler.js';
import { ReminderHandler } from './reminder-handler.js';
import { SETTINGS, type WorkerSettings } from './settings.js';

export interface WorkerOptions {
  settings: WorkerSettings;
  clock: Clock;
  log: Log;
  /** Called when it cannot go on; a supervisor starts it again. */
  onFailure: (error: unknown) => void;
}

@Module({})
export class WorkerModule {
  static with({ settings, clock, log, onFailure }: WorkerOptions): DynamicModule {
    const { DATABASE_URL: url, JALON_TIMEZONE: zone } = settings;
    return {
      module: WorkerModule,
      imports: [
        LedgerModule.open({ url, applicationName: 'jalon worker', poolSize: 20, clock }),
        SubscriptionsModule.with(settings),
      ],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: LOG, useValue: log },
        { provide: ON_FAILURE, useValue: onFailure },
        {
          provide: PLANNING,
          useFactory: (events: EventStore<LedgerEvent>, schemes: SchemeCatalogue) =>
            planningOfSubscribers(events, schemes, clock, zone),
          inject: [EventStore, SchemeCatalogue],
        },
        {
          provide: Queues,
          useFactory: async (...handlers: [ReminderHandler, DeliveryHandler]) =>
            new Queues(await openQueues(settings), handlers, log),
          inject: [ReminderHandler, DeliveryHandler],
        },
        ReminderHandler,
        DeliveryHandler,
        Followers,
        Reconciler,
        Background,
      ],
    };
  }
}
