import { Module } from '@nestjs/common';
import { ApprovalsApi } from '../approvals/approvals.module.js';
import { RegistersController } from './registers.controller.js';
import { ReadingsController } from './readings.controller.js';

@Module({ imports: [ApprovalsApi], controllers: [RegistersController, ReadingsController] })
export class RegistersApi {}
