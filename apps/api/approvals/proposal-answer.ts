import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type StatusChange, StatusFrom } from '#domain/dossier/status-change.js';
import { PROPOSAL_STATES, type Proposal, type Previewed } from '#approvals/proposals.js';
import type { Language } from '#language/language.js';
import type { Reason } from '#domain/reasons.js';
import { say } from '#language/phrases.js';

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

export const ProposalWithPreview = z
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

export const proposalAnswerOf = (
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

export function proposalWithPreviewOf(
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

export const proposalExample: z.input<typeof ProposalAnswer> = {
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
