import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

/** A name that the register gives to a provider, and another provider on record whose name is like it. */
export interface Proposal {
  /** As the register writes it. */
  name: string;
  /** Number of entries with that name. */
  entries: number;
  /** Id of the provider that they belong to now. */
  provider: string;
  candidate: { id: string; name: string };
}

/** What nobody has answered yet: see `MatchEntry`. @throws Refusal unknown-register */
export class ListProposals extends Query<Proposal[]> {
  constructor(readonly register: string) {
    super();
  }
}

@QueryHandler(ListProposals)
export class ListProposalsHandler implements IQueryHandler<ListProposals> {
  execute(_: ListProposals): Promise<Proposal[]> {
    throw new Error('under construction');
  }
}
