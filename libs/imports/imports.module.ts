import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ImportCsvHandler } from './import-csv.js';
import { NamesOnRecord } from './names-on-record.js';
import { GetPendingImportHandler, KeepImportHandler, ListPendingImportsHandler } from './pending-imports.js';
import { JudgeImportHandler } from './pending/judge-import.js';
import { RunImportHandler } from './run-import.js';
import { RehearseImportHandler } from './rehearse-import.js';

const pending = [
  KeepImportHandler,
  GetPendingImportHandler,
  ListPendingImportsHandler,
  JudgeImportHandler,
  RunImportHandler,
];

@Module({ imports: [CqrsModule], providers: [NamesOnRecord, ImportCsvHandler, RehearseImportHandler, ...pending] })
export class ImportsModule {}
