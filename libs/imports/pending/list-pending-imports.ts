import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { viewOf } from './get-pending-import.js';
import { KEPT_MS, type PendingImport } from './pending-view.js';

/** The files of a key that are kept, the newest first. */
export class ListPendingImports extends Query<PendingImport[]> {
  constructor(readonly key: string) {
    super();
  }
}

@QueryHandler(ListPendingImports)
export class ListPendingImportsHandler implements IQueryHandler<ListPendingImports> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  async execute({ key }: ListPendingImports): Promise<PendingImport[]> {
    const now = this.clock.now();
    const rows = await this.db
      .selectFrom('pending_import')
      .select(['id', 'api_key', 'name', 'created_at', 'state', 'step', 'began_at', 'beat_at', 'result'])
      .where('api_key', '=', key)
      .where('created_at', '>', new Date(now.getTime() - KEPT_MS))
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute();
    return rows.map((row) => viewOf(row, now));
  }
}
