import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { NestFactory } from '@nestjs/core';
import { Clock, setClockOffset } from '#database/clock.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { LedgerModule } from '#ledger/ledger.module.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import type { ReadingOutcome } from '#registers/attempts.js';
import { Readings, RegisterViews } from '#registers/register-views.js';
import { RegisterEntries } from '#registers/entries-on-record.js';
import { NameProposals } from '#registers/match-entry.js';
import { type RegisterDocument, ReadRegister } from '#registers/read-register.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { RegistersModule } from '#registers/registers.module.js';

@Module({})
class ReadingModule {}

/** A process that reads registers, on a database that others may share. */
export async function readerOn(database: TestDatabase, clock = Clock.startingAt(new Date('2026-11-25T08:00:00Z'))) {
  const imports = [
    LedgerModule.open({ url: database.appUrl, applicationName: 'test reader', clock }),
    RegistersModule.with('Europe/Paris'),
  ];
  const app = await NestFactory.createApplicationContext({ module: ReadingModule, imports }, { logger: false });
  const commands = app.get(CommandBus);
  return {
    commands,
    views: app.get(RegisterViews),
    readings: app.get(Readings),
    entries: app.get(RegisterEntries),
    proposals: app.get(NameProposals),
    events: app.get<EventStore<LedgerEvent>>(EventStore),
    schemes: app.get(SchemeCatalogue),
    read: (
      document: Buffer | object,
      options: { day?: string; accept?: string; preview?: boolean; register?: string } = {},
    ): Promise<ReadingOutcome> => {
      const { register = 'fedramp-marketplace', day, ...rest } = options;
      const bytes = Buffer.isBuffer(document) ? document : Buffer.from(JSON.stringify(document));
      const sent: RegisterDocument = { bytes, mediaType: 'application/json', ...(day !== undefined && { day }) };
      return commands.execute(new ReadRegister(register, sent, { how: 'command', ...rest }, { actor: 'test' }));
    },
    close: () => app.close(),
  };
}

export type Reader = Awaited<ReturnType<typeof readerOn>>;

export async function startReader(): Promise<Reader & { database: TestDatabase }> {
  const database = await freshDatabase();
  const clock = Clock.startingAt(new Date('2026-11-25T08:00:00Z'));
  await setClockOffset(database.owner, clock.offsetMs);
  const reader = await readerOn(database, clock);
  return {
    ...reader,
    database,
    close: async () => {
      await reader.close();
      await database.close();
    },
  };
}
