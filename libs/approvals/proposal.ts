import type { Selectable } from 'kysely';
import type { ProposalTable } from '#database/tables/proposal.js';
import { importCause, proposalCause } from '#domain/event/causes.js';
import type { Amendment } from '#domain/event/corrections.js';
import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import type { Match } from '#domain/register/register-record.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Reason } from '#domain/reasons.js';

/** A change of a status that a second person has to look at. */
export type Proposed =
  | { kind: 'dossier-event'; dossier: string; event: NewDossierEvent }
  | { kind: 'import'; name: string; bytes: Buffer }
  | { kind: 'scheme'; scheme: Scheme }
  | { kind: 'scheme-amendment'; slug: string; amendment: Amendment }
  | { kind: 'match'; register: string; match: Match };

export const PROPOSAL_STATES = ['open', 'recording', 'approved', 'rejected', 'withdrawn', 'outdated'] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

export interface Proposal {
  id: string;
  proposed: Proposed;
  /** Stream; null for a file. */
  about: string | null;
  /** The id of the event that it records. */
  event: string;
  schemes: string[];
  /** Actor of its events. */
  proposer: string;
  proposedAt: Date;
  state: ProposalState;
  decided: { by: string; at: Date; reason: string | null } | null;
  /** What the approver saw. */
  preview: string | null;
  /** Why it can no longer be recorded. */
  refusal: Reason | null;
  position: number | null;
}

/** The `causationId` of the events that a proposal records. */
export const causeOf = (kind: Proposed['kind'], id: string): string =>
  kind === 'import' ? importCause(id) : proposalCause(id);

export function proposalOf(row: Selectable<ProposalTable>): Proposal {
  const { id, kind, payload, bytes, about, event, schemes, proposer, state, reason, preview, refusal, position } = row;
  const file = kind === 'import' && { bytes: bytes ?? Buffer.of() };
  return {
    ...{ id, about, event, schemes, proposer, state, preview, refusal, position },
    proposed: { kind, ...payload, ...file } as Proposed,
    proposedAt: row.proposed_at,
    decided: row.decided_by !== null && row.decided_at ? { by: row.decided_by, at: row.decided_at, reason } : null,
  };
}
