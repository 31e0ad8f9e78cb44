import { Module } from '@nestjs/common';
import { ProposalsController } from './proposals.controller.js';
import { FourEyesController, FourEyesPolicy } from './four-eyes.controller.js';
import { Proposing } from './proposing.js';

const providers = [Proposing, FourEyesPolicy];

@Module({ controllers: [ProposalsController, FourEyesController], providers, exports: providers })
export class ApprovalsApi {}
