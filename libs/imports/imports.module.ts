import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ImportCsvHandler, PreviewImportHandler } from './import-csv.js';
import { NamesOnRecord } from './names-on-record.js';
import { GetPendingImportHandler, StoreImportHandler, ListPendingImportsHandler } from './pending-imports.js';
import { RunImportHandler } from './run-import.js';

const pending = [StoreImportHandler, GetPendingImportHandler, ListPendingImportsHandler, RunImportHandler];

/** Imports CSV files, at once or in two steps: preview and confirmation. Needs the ledger's module. */
@Module({ imports: [CqrsModule], providers: [NamesOnRecord, ImportCsvHandler, PreviewImportHandler, ...pending] })
export class ImportsModule {}
