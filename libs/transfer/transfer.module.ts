import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ExportLedgerHandler } from './export-ledger.js';
import { RestoreLedgerHandler } from './restore-ledger.js';

/** Export and restore of whole ledgers. Needs the ledger's module. */
@Module({ imports: [CqrsModule], providers: [ExportLedgerHandler, RestoreLedgerHandler] })
export class TransferModule {}
