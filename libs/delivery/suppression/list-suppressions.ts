import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { SuppressionTable } from '#database/tables/subscription.js';

/** An address that nothing is sent to, and why. */
export type Suppression = SuppressionTable;

/** Newest first. */
export class ListSuppressions extends Query<Suppression[]> {
  constructor(readonly page: { limit: number; before?: Pick<Suppression, 'at' | 'address'> }) {
    super();
  }
}

@QueryHandler(ListSuppressions)
export class ListSuppressionsHandler implements IQueryHandler<ListSuppressions> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ page: { limit, before } }: ListSuppressions): Promise<Suppression[]> {
    let query = this.db.selectFrom('suppression').selectAll().orderBy('at', 'desc').orderBy('address').limit(limit);
    if (before)
      query = query.where(sql<boolean>`at < ${before.at} or (at = ${before.at} and address > ${before.address})`);
    return query.execute();
  }
}
