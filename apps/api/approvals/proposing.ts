import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Proposal, type Proposed } from '#approvals/proposal.js';
import { Proposals } from '#approvals/proposals.js';
import { ApprovalNeeded } from '#domain/approval.js';
import type { Language } from '#language/language.js';
import { proposalAnswerOf } from './proposal-answer.js';

/** Proposes what a second person has to look at first, instead of recording it. */
@Injectable()
export class Proposing {
  constructor(private readonly proposals: Proposals) {}

  /** @throws Refusal account-needed, and whatever recording throws */
  async orPropose<T>(
    record: () => Promise<T>,
    proposed: Proposed,
    context: { actor: string; id?: string },
  ): Promise<{ recorded: T; proposal?: undefined } | { proposal: Proposal; recorded?: undefined }> {
    try {
      return { recorded: await record() };
    } catch (error) {
      if (!(error instanceof ApprovalNeeded)) throw error;
      return { proposal: await this.proposals.propose(proposed, context, error) };
    }
  }
}

/** 202 with the proposal. */
export function accepted(reply: FastifyReply, proposal: Proposal, language: Language) {
  reply.status(202).header('Location', `/v1/admin/proposals/${proposal.id}`);
  return proposalAnswerOf(proposal, language);
}
