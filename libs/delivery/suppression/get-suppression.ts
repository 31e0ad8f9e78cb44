import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { Suppression } from './list-suppressions.js';

/** Why nothing is sent to an address; nothing when mails go there. */
export class GetSuppression extends Query<Suppression | undefined> {
  constructor(readonly address: string) {
    super();
  }
}

@QueryHandler(GetSuppression)
export class GetSuppressionHandler implements IQueryHandler<GetSuppression> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ address }: GetSuppression): Promise<Suppression | undefined> {
    return this.db
      .selectFrom('suppression')
      .selectAll()
      .where('address', '=', address.toLowerCase())
      .executeTakeFirst();
  }
}
