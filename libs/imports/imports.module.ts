import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ImportCsvHandler } from './import-csv.js';
import { NamesOnRecord } from './names-on-record.js';
import { RehearseImportHandler } from './rehearse-import.js';

@Module({ imports: [CqrsModule], providers: [NamesOnRecord, ImportCsvHandler, RehearseImportHandler] })
export class ImportsModule {}
