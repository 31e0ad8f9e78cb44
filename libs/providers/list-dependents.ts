import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import { dependentsOf } from './provider-dossiers.js';

/** The ids of the dossiers that build on one, as the board has them, in the order of their opening. */
export class ListDependents extends Query<string[]> {
  /** @param upTo the last position that counts; absent: everything on record */
  constructor(
    readonly dossier: string,
    readonly asOf: Day,
    readonly upTo?: number,
  ) {
    super();
  }
}

@QueryHandler(ListDependents)
export class ListDependentsHandler implements IQueryHandler<ListDependents> {
  constructor(private readonly db: LedgerDatabase) {}

  execute({ dossier, ...point }: ListDependents): Promise<string[]> {
    return dependentsOf(this.db, [dossier], point);
  }
}
