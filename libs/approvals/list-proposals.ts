import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { maybeProposalIn } from '#domain/event/causes.js';
import { causeOf, type Proposal, proposalOf, type ProposalState } from './proposal.js';

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
