import { Module } from '@nestjs/common';
import { ApproversOfHandler, CountOpenProposalsHandler, ListProposalsHandler } from './proposal.js';
import { Proposals, ProposedCommands } from './proposals.js';

/** Changes that a second person has to approve. Needs the modules of the commands that are proposed. */
@Module({
  providers: [Proposals, ProposedCommands, ListProposalsHandler, CountOpenProposalsHandler, ApproversOfHandler],
  exports: [Proposals, ProposedCommands],
})
export class ApprovalsModule {}
