import { Module } from '@nestjs/common';
import { ProposedCommands, Proposals } from './proposals.js';

/** Changes that a second person has to approve. Needs the modules of the commands that are proposed. */
@Module({ providers: [Proposals, ProposedCommands], exports: [Proposals, ProposedCommands] })
export class ApprovalsModule {}
