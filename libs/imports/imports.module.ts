import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ImportCsvHandler } from './import-csv.js';
import { RehearseImportHandler } from './rehearse-import.js';

@Module({ imports: [CqrsModule], providers: [ImportCsvHandler, RehearseImportHandler] })
export class ImportsModule {}
