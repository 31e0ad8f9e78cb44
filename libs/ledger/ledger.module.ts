import {
  type DynamicModule,
  Global,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { type Unprotected, unprotectedBy } from '#database/app-rights.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase, openDatabase } from '#database/connection.js';
import type { DatabaseTimeouts } from '#database/timeouts.js';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { FourEyes } from '#schemes/four-eyes.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { RecentSources } from './get-timeline.js';

export interface LedgerOptions {
  /** With the app's role, which can only read and append. */
  url: string;
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  poolSize?: number;
  timeouts?: DatabaseTimeouts;
  /** Appends that may wait for their turn in this process. */
  mostQueued?: number;
  clock: Clock;
}

const advice = 'database grants do not protect the ledger. Use a role of its own: docs/operating.md';

/** For the log and `jalon doctor`. */
const unprotectedWarning: Record<Unprotected, string> = {
  superuser: `DATABASE_URL connects as a superuser; ${advice}`,
  owner: `The role of DATABASE_URL owns the tables; ${advice}`,
};

/**
 * Provides `LedgerDatabase`, `EventStore`, `SchemeCatalogue`, `FourEyes` and `Clock` to every module of the process. Connections close
 * after the last request at shutdown.
 */
@Global()
@Module({})
export class LedgerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(private readonly db: LedgerDatabase) {}

  static open({ clock, mostQueued, ...connection }: LedgerOptions): DynamicModule {
    return {
      module: LedgerModule,
      imports: [CqrsModule.forRoot()],
      providers: [
        { provide: Clock, useValue: clock },
        { provide: LedgerDatabase, useFactory: () => openDatabase(connection) },
        {
          provide: EventStore,
          useFactory: (db: LedgerDatabase) => new EventStore<LedgerEvent>(db, codec, mostQueued, clock),
          inject: [LedgerDatabase],
        },
        SchemeCatalogue,
        FourEyes,
        RecentSources,
      ],
      exports: [Clock, LedgerDatabase, EventStore, SchemeCatalogue, FourEyes, RecentSources],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    const reason = await unprotectedBy(this.db.health).catch(() => undefined); // unreachable: later requests tell
    if (reason) new Logger(LedgerModule.name).warn(unprotectedWarning[reason]);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.db.destroy();
  }
}
