import { Module } from '@nestjs/common';
import { ApprovalsApi } from '../approvals/approvals.module.js';
import { DeadlinesApi } from '../deadlines/deadlines.module.js';
import { DossiersController } from './dossiers.controller.js';
import { DiffController } from './diff.controller.js';
import { SearchController } from './search.controller.js';
import { BadgeController } from './badge.controller.js';

@Module({
  imports: [ApprovalsApi, DeadlinesApi],
  controllers: [DossiersController, DiffController, SearchController, BadgeController],
})
export class DossiersApi {}
