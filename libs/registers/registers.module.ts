import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DecideReadingHandler } from './decide-reading.js';
import { GetReadingDocumentHandler, GetReadingHandler, ListReadingsHandler } from './get-reading.js';
import { GetRegisterHandler, ListRegistersHandler } from './get-register.js';
import { ListEntriesHandler, ListingsOfDossierHandler } from './list-entries.js';
import { ListProposalsHandler } from './list-proposals.js';
import { MatchEntryHandler } from './match-entry.js';
import { PublishRegisterHandler } from './publish-register.js';
import { ReadRegisterHandler, ZONE } from './read-register.js';
import { RunUploadHandler } from './uploads/run-upload.js';
import { GetUploadHandler, StoreUploadHandler } from './uploads/uploads.js';

const commands = [ReadRegisterHandler, DecideReadingHandler, MatchEntryHandler, PublishRegisterHandler];
const uploads = [StoreUploadHandler, GetUploadHandler, RunUploadHandler];
const queries = [
  ListRegistersHandler,
  GetRegisterHandler,
  ListReadingsHandler,
  GetReadingHandler,
  GetReadingDocumentHandler,
  ListEntriesHandler,
  ListingsOfDossierHandler,
  ListProposalsHandler,
];

/** Reads public registers into the ledger. Needs the ledger's module. */
@Module({ imports: [CqrsModule] })
export class RegistersModule {
  /** @param zone IANA time zone that defines "today" */
  static with(zone: string): DynamicModule {
    return { module: RegistersModule, providers: [{ provide: ZONE, useValue: zone }, ...commands, ...queries, ...uploads] };
  }
}
