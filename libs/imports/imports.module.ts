import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ImportCsvHandler } from './import-csv.js';

@Module({ imports: [CqrsModule], providers: [ImportCsvHandler] })
export class ImportsModule {}
