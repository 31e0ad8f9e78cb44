import { Module } from '@nestjs/common';
import { ImportsModule } from '#imports/imports.module.js';
import { ApproversOfHandler, CountOpenProposalsHandler, ListProposalsHandler } from './list-proposals.js';
import { Proposals } from './proposals.js';
import { ProposedCommands } from './proposed-commands.js';

/** Changes that a second person has to approve. Needs the modules of the commands that are proposed. */
@Module({
  imports: [ImportsModule],
  providers: [Proposals, ProposedCommands, ListProposalsHandler, CountOpenProposalsHandler, ApproversOfHandler],
  exports: [Proposals, ProposedCommands],
})
export class ApprovalsModule {}
