import { Module } from '@nestjs/common';
import { ProposalsController } from './proposals.controller.js';
import { FourEyesController, FourEyesPolicy } from './four-eyes.controller.js';

const providers = [FourEyesPolicy];

@Module({ controllers: [ProposalsController, FourEyesController], providers, exports: providers })
export class ApprovalsApi {}
