import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql, type Selectable } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { ProposalTable } from '#database/tables/proposal.js';
import { maybeProposalIn, importCause, proposalCause } from '#domain/event/causes.js';
import type { Amendment } from '#domain/event/corrections.js';
import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import type { Match } from '#domain/register/register-record.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Reason } from '#language/phrases.js';

/** Proposals, newest first. Files come without their bytes. */
export class ListProposals extends Query<Proposal[]> {
  constructor(
    readonly filter: { state?: ProposalState | undefined },
    readonly page: { limit: number; before?: { at: Date; id: string } | undefined },
  ) {
    super();
  }
}

@QueryHandler(ListProposals)
export class ListProposalsHandler implements IQueryHandler<ListProposals> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ filter: { state }, page: { limit, before } }: ListProposals): Promise<Proposal[]> {
    let query = this.db
      .selectFrom('proposal')
      .select(['id', 'kind', 'about', 'payload', 'event', 'hash', 'schemes', 'proposer', 'account', 'proposed_at'])
      .select(['state', 'decided_by', 'decided_at', 'reason', 'rehearsal', 'refusal', 'position'])
      .orderBy('proposed_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit);
    if (state) query = query.where('state', '=', state);
    if (before) query = query.where(sql<boolean>`(proposed_at, id) < (${before.at}, ${before.id}::uuid)`);
    return (await query.execute()).map((row) => proposalOf({ ...row, bytes: null }));
  }
}

/** How many proposals somebody has to decide on. */
export class CountOpenProposals extends Query<number> {
  /** @param account whose own are not counted */
  constructor(readonly account: string) {
    super();
  }
}

@QueryHandler(CountOpenProposals)
export class CountOpenProposalsHandler implements IQueryHandler<CountOpenProposals> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ account }: CountOpenProposals): Promise<number> {
    const { count } = await this.db.ledger
      .selectFrom('proposal')
      .select((of) => of.fn.countAll<number>().as('count'))
      .where('state', '=', 'open')
      .where('account', '<>', account)
      .executeTakeFirstOrThrow();
    return count;
  }
}

/** Who approved, by the cause of the events. Other causes are left out. */
export class ApproversOf extends Query<ReadonlyMap<string, string>> {
  constructor(readonly causes: readonly (string | null)[]) {
    super();
  }
}

@QueryHandler(ApproversOf)
export class ApproversOfHandler implements IQueryHandler<ApproversOf> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ causes }: ApproversOf): Promise<ReadonlyMap<string, string>> {
    const ids = [...new Set(causes.flatMap((cause) => maybeProposalIn(cause) ?? []))];
    if (ids.length === 0) return new Map();
    const rows = await this.db.ledger
      .selectFrom('proposal')
      .select(['id', 'kind', 'decided_by'])
      .where('id', 'in', ids)
      .where('state', 'in', ['approved', 'recording'])
      .execute();
    return new Map(rows.map((row) => [causeOf(row.kind, row.id), row.decided_by ?? '']));
  }
}

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
  rehearsal: string | null;
  /** Why it can no longer be recorded. */
  refusal: Reason | null;
  position: number | null;
}

/** The `causationId` of the events that a proposal records. */
export const causeOf = (kind: Proposed['kind'], id: string): string =>
  kind === 'import' ? importCause(id) : proposalCause(id);

export function proposalOf(row: Selectable<ProposalTable>): Proposal {
  const { id, kind, payload, bytes, about, event, schemes, proposer, state, reason, rehearsal, refusal, position } =
    row;
  const file = kind === 'import' && { bytes: bytes ?? Buffer.of() };
  return {
    ...{ id, about, event, schemes, proposer, state, rehearsal, refusal, position },
    proposed: { kind, ...payload, ...file } as Proposed,
    proposedAt: row.proposed_at,
    decided: row.decided_by !== null && row.decided_at ? { by: row.decided_by, at: row.decided_at, reason } : null,
  };
}
