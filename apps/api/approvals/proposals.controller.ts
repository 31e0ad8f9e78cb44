import { Body, Controller, Get, Post, Query, Injectable, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { FastifyReply } from 'fastify';
import { type Principal, actorOf } from '#access/principal.js';
import { PROPOSAL_STATES, type Proposal, ProposedCommands, Proposals, type Previewed } from '#approvals/proposals.js';
import { Prose } from '#domain/text/text.js';
import type { Language } from '#language/language.js';
import { decodeCursor, pageOf } from '#projections/page.js';
import { Activities } from '#access/activities.js';
import { LedgerDatabase } from '#database/connection.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { schemeStream } from '#domain/event/ledger-event.js';
import { FourEyes } from '#schemes/four-eyes.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type StatusChange, StatusFrom } from '#domain/dossier/status-change.js';
import type { Reason } from '#domain/reasons.js';
import { say } from '#language/phrases.js';
import { Caller, Id, Named } from '../auth/caller.js';
import { listAnswer } from '../http/answer.js';
import { page } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import { RequestLanguage } from '../problem/problem.filter.js';

const Refused = z
  .strictObject({ code: z.string(), reason: z.string() })
  .describe('Why it cannot be recorded: the ledger says so already, or a rule rejects it.');

const summary = {
  id: z.uuid(),
  kind: z.enum(['dossier-event', 'import', 'scheme', 'scheme-amendment', 'match']),
  about: z.string().nullable().describe('`dossier-<id>`, `scheme-<slug>`, `register-<slug>`; `null` for a file.'),
  schemes: z.array(z.string()).describe('Whose changes of status need a second person.'),
  proposer: z.string().describe('`account:<id>`, with the key if there was one.'),
  proposedAt: z.iso.datetime(),
  state: z
    .enum(PROPOSAL_STATES)
    .describe('`recording`: approved and being recorded; `outdated`: approved, but the ledger has changed.'),
  decided: z.strictObject({ by: z.string(), at: z.iso.datetime(), reason: z.string().nullable() }).nullable(),
  refused: Refused.nullable(),
  event: z.uuid().nullable().describe('Of the ledger, once it is approved; `null` for a file.'),
  position: z.int().nullable(),
};

export const ProposalAnswer = z.strictObject(summary).meta({ id: 'Proposal' });

/** What somebody approves, with what stands for it. */
export const ChangesPreview = z.strictObject({
  id: z.string().describe('Send it as `preview` with the approval: it stands for these changes.'),
  changes: z.array(
    z.strictObject({
      dossier: z.uuid(),
      scheme: z.string(),
      before: z
        .array(StatusFrom)
        .describe('Every status with its first day; the first is that of a dossier without facts.'),
      after: z.array(StatusFrom),
    }),
  ),
});

const ProposalWithPreview = z
  .strictObject({
    ...summary,
    content: z
      .record(z.string(), z.unknown())
      .describe('What was sent: the event, the scheme, or the name of the file.'),
    preview: ChangesPreview.nullable().describe(
      'What it would change on the ledger as it is now; `null` if it is decided or cannot be recorded.',
    ),
  })
  .meta({ id: 'ProposalWithPreview' });

const proposalAnswerOf = (
  { id, proposed, about, schemes, proposer, proposedAt, state, decided, refusal, event, position }: Proposal,
  language: Language,
): z.input<typeof ProposalAnswer> => ({
  ...{ id, kind: proposed.kind, about, schemes, proposer, state, position },
  proposedAt: proposedAt.toISOString(),
  decided: decided && { ...decided, at: decided.at.toISOString() },
  refused: refusal && refusedIn(refusal, language),
  event: state === 'approved' && proposed.kind !== 'import' ? event : null,
});

export function accepted(reply: FastifyReply, proposal: Proposal, language: Language) {
  reply.status(202).header('Location', `/v1/admin/proposals/${proposal.id}`);
  return proposalAnswerOf(proposal, language);
}

function proposalWithPreviewOf(
  proposal: Proposal,
  previewed: Previewed | undefined,
  language: Language,
): z.input<typeof ProposalWithPreview> {
  const { bytes: _, kind: __, ...content } = { bytes: undefined, ...proposal.proposed };
  const answer = proposalAnswerOf(proposal, language);
  return {
    ...answer,
    refused: previewed?.refused ? refusedIn(previewed.refused, language) : answer.refused,
    content,
    preview: previewed?.changes ? { id: previewed.id, changes: previewed.changes.map(changeOf) } : null,
  };
}

const changeOf = ({ dossier, scheme, before, after }: StatusChange) => ({ dossier, scheme, before, after });

const refusedIn = (refusal: Reason, language: Language) => ({
  code: refusal.code,
  reason: say(refusal, language),
});

const proposalExample: z.input<typeof ProposalAnswer> = {
  id: '3f0e1d2c-3b4a-5c5d-8e6f-7a8b9c0d1e2f',
  kind: 'dossier-event',
  about: 'dossier-0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11',
  schemes: ['secnumcloud'],
  proposer: 'account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35',
  proposedAt: '2026-11-25T08:00:00.000Z',
  state: 'open',
  decided: null,
  refused: null,
  event: null,
  position: null,
};

export const proposed = { answers: ProposalAnswer, example: proposalExample };

const ProposalsQuery = z.strictObject({ state: z.enum(PROPOSAL_STATES).optional(), ...page('instant', 'uuid') });

const DecisionBody = z
  .discriminatedUnion('decision', [
    z.strictObject({
      decision: z.literal('approve'),
      preview: z.string().max(100).describe('Id of the `preview` of the proposal that you have seen.'),
      reason: Prose.optional(),
    }),
    z.strictObject({ decision: z.literal('reject'), reason: Prose }),
  ])
  .meta({
    id: 'ProposalDecision',
    example: { decision: 'approve', preview: 'mY0v…', reason: 'Checked against decision 1234' },
  });

const decided: z.input<typeof ProposalAnswer> = {
  ...proposalExample,
  state: 'approved',
  decided: { by: 'account:0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d', at: '2026-11-25T09:00:00.000Z', reason: null },
  event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  position: 62,
};

@ApiTags('approvals')
@Controller('v1/admin/proposals')
export class ProposalsController {
  constructor(
    private readonly proposals: Proposals,
    private readonly commands: ProposedCommands,
  ) {}

  @Get()
  @Route({
    summary: 'List proposals, newest first',
    description: 'Changes of status that wait, or waited, for a second person.',
    needs: 'record',
    lists: ['Proposals', ProposalAnswer, proposalExample],
  })
  async listProposals(
    @Query({ schema: ProposalsQuery }) { state, limit, cursor }: z.output<typeof ProposalsQuery>,
    @RequestLanguage() language: Language,
  ) {
    const [at, id] = cursor === undefined ? [] : decodeCursor(cursor);
    const before = at === undefined ? {} : { before: { at: new Date(at), id: String(id) } };
    const found = await this.proposals.list({ state }, { limit: limit + 1, ...before });
    const keysetOf = (one: Proposal) => [one.proposedAt.toISOString(), one.id];
    return listAnswer(pageOf(found, limit, keysetOf, (one) => proposalAnswerOf(one, language)));
  }

  @Get(':id')
  @Route({
    summary: 'Get a proposal, with what it would change now',
    description:
      '`preview` lists the statuses that it would change on the ledger as it is now. Send its id with the approval.',
    needs: 'record',
    answers: ProposalWithPreview,
    example: { ...proposalExample, content: {}, preview: { id: 'mY0v…', changes: [] } },
    problems: ['not-found'],
  })
  async getProposal(@Id() id: string, @RequestLanguage() language: Language) {
    const proposal = await this.proposals.get(id);
    const previewed = proposal.state === 'open' ? await this.commands.preview(proposal) : undefined;
    return proposalWithPreviewOf(proposal, previewed, language);
  }

  @Post(':id/decision')
  @Route({
    summary: 'Approve a proposal and record it, or reject it',
    description:
      'By another person than its author. The events have the author as their actor. If the proposal would now do something else than what was shown, nothing is recorded (409 `proposal-changed`). If the ledger no longer allows it, its state is `outdated`. The proposer sees the reason.',
    needs: 'approve',
    answers: ProposalAnswer,
    example: decided,
    problems: [
      ...(['invalid-body', 'not-found', 'own-proposal', 'account-needed'] as const),
      ...(['proposal-decided', 'proposal-changed', 'conflict'] as const),
    ],
  })
  async decideProposal(
    @Caller() caller: Principal,
    @Id() id: string,
    @Body({ schema: DecisionBody }) body: z.output<typeof DecisionBody>,
    @RequestLanguage() language: Language,
  ) {
    const proposal =
      body.decision === 'approve'
        ? await this.proposals.approve(id, caller, body)
        : await this.proposals.reject(id, caller, body.reason);
    return proposalAnswerOf(proposal, language);
  }

  @Post(':id/withdraw')
  @Route({
    summary: 'Withdraw your own proposal',
    description: 'Nothing is recorded. Only the proposer can withdraw a proposal.',
    needs: 'record',
    body: 'none',
    answers: ProposalAnswer,
    example: { ...decided, state: 'withdrawn', event: null, position: null },
    problems: ['not-found', 'own-proposal', 'proposal-decided'],
  })
  async withdrawProposal(@Caller() caller: Principal, @Id() id: string, @RequestLanguage() language: Language) {
    return proposalAnswerOf(await this.proposals.withdraw(id, caller), language);
  }
}

const Answer = z
  .strictObject({ items: z.array(z.strictObject({ scheme: z.string(), since: z.iso.datetime() })) })
  .meta({ id: 'FourEyesSchemes' });

const example: z.input<typeof Answer> = { items: [{ scheme: 'secnumcloud', since: '2026-11-25T08:00:00.000Z' }] };

const Policy = z.strictObject({ on: z.boolean() }).meta({ id: 'FourEyesPolicy', example: { on: true } });

@Injectable()
export class FourEyesPolicy {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly fourEyes: FourEyes,
    private readonly schemes: SchemeCatalogue,
    private readonly activities: Activities,
  ) {}

  /** @throws Refusal not-found */
  async set(scheme: string, isOn: boolean, by: Principal): Promise<void> {
    schemeOf(scheme, await this.schemes.at());
    await this.db.ledger.transaction().execute(async (tx) => {
      if (!(await this.fourEyes.set(scheme, isOn, tx))) return;
      const details = { setting: 'four-eyes', value: isOn } as const;
      const about = schemeStream(scheme);
      await this.activities.note({ actor: actorOf(by), act: 'setting-changed', about, details }, tx);
    });
  }
}

@ApiTags('approvals')
@Controller('v1/admin/four-eyes')
export class FourEyesController {
  constructor(
    private readonly policy: FourEyesPolicy,
    private readonly fourEyes: FourEyes,
  ) {}

  @Get()
  @Route({
    summary: 'List the schemes under the four-eyes principle',
    description: 'Whatever would change a status of a dossier of such a scheme waits for a second person.',
    needs: 'read',
    etag: 'content',
    answers: Answer,
    example,
  })
  async listFourEyesSchemes() {
    return this.#listed();
  }

  @Put(':scheme')
  @Route({
    summary: 'Put a scheme under the four-eyes principle, or end it',
    description:
      'While it is on, events that change a status of the scheme need the approval of a second person. Open proposals stay open when it ends.',
    needs: 'admin',
    answers: Answer,
    example,
    problems: ['invalid-body', 'not-found'],
  })
  async setFourEyes(
    @Caller() caller: Principal,
    @Named('scheme') scheme: string,
    @Body({ schema: Policy }) { on }: z.output<typeof Policy>,
  ) {
    await this.policy.set(scheme, on, caller);
    return this.#listed();
  }

  async #listed() {
    const items = await this.fourEyes.list();
    return { items: items.map(({ scheme, since }) => ({ scheme, since: since.toISOString() })) };
  }
}
