import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DecideReadingHandler, DecideReadingsHandler, ReadRegisterHandler, ReadingTurns } from './read-register.js';
import { Readings, RegisterViews } from './register-views.js';
import { RegisterEntries } from './entries-on-record.js';
import { MatchEntryHandler, NameProposals } from './match-entry.js';
import { KnownRegisters, PublishRegisterHandler, RegisterNames } from './known-registers.js';
import { Attempts } from './attempts.js';
import { RecordReading, ZONE } from './record-reading.js';

const asked = [Attempts, KnownRegisters, RegisterViews, Readings, RegisterEntries, NameProposals];
const commands = [
  ReadRegisterHandler,
  DecideReadingHandler,
  DecideReadingsHandler,
  MatchEntryHandler,
  PublishRegisterHandler,
];

/** Reads public registers into the ledger. Needs the ledger's module. */
@Module({ imports: [CqrsModule] })
export class RegistersModule {
  /** @param zone IANA time zone that defines "today" */
  static with(zone: string): DynamicModule {
    return {
      module: RegistersModule,
      providers: [{ provide: ZONE, useValue: zone }, ...asked, ...commands, RegisterNames, RecordReading, ReadingTurns],
      exports: asked,
    };
  }
}
