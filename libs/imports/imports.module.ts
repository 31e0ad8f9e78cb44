import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ImportCsvHandler } from './import-csv.js';
import { NamesOnRecord } from './names-on-record.js';
import { GetPendingImportHandler } from './pending/get-pending-import.js';
import { JudgeImportHandler } from './pending/judge-import.js';
import { KeepImportHandler } from './pending/keep-import.js';
import { ListPendingImportsHandler } from './pending/list-pending-imports.js';
import { RunImportHandler } from './pending/run-import.js';
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
