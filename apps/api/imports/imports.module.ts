import { Module } from '@nestjs/common';
import { ApprovalsApi } from '../approvals/approvals.module.js';
import { ImportsController } from './imports.controller.js';
import { LedgerExportController } from './ledger-export.controller.js';

@Module({ imports: [ApprovalsApi], controllers: [ImportsController, LedgerExportController] })
export class ImportsApi {}
