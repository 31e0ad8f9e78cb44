import { Module } from '@nestjs/common';
import { ImportsModule } from '#imports/imports.module.js';
import { ProposedCommands, Proposals } from './proposals.js';

/** Changes that a second person has to approve. Needs the modules of the commands that are proposed. */
@Module({
  imports: [ImportsModule],
  providers: [Proposals, ProposedCommands],
  exports: [Proposals, ProposedCommands],
})
export class ApprovalsModule {}
