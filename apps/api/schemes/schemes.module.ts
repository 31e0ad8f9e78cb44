import { Module } from '@nestjs/common';
import { ApprovalsApi } from '../approvals/approvals.module.js';
import { SchemesController } from './schemes.controller.js';
import { EventTypesController } from './event-types.controller.js';
import { DurationsController } from './durations.controller.js';

@Module({ imports: [ApprovalsApi], controllers: [SchemesController, EventTypesController, DurationsController] })
export class SchemesApi {}
