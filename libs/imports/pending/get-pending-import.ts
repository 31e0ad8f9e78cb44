import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Selectable } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { PendingImportTable } from '#database/tables/pending-import.js';
import { type ImportReach, type ImportResult, KEPT_MS, type PendingImport, SILENCE_MS } from './pending-view.js';

/** A file that waits, with its bytes; `undefined` when there is none, or it is out of reach. */
export class GetPendingImport extends Query<(PendingImport & { bytes: Buffer }) | undefined> {
  constructor(
    readonly id: string,
    readonly reach: ImportReach,
  ) {
    super();
  }
}

@QueryHandler(GetPendingImport)
export class GetPendingImportHandler implements IQueryHandler<GetPendingImport> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  async execute({ id, reach }: GetPendingImport) {
    const now = this.clock.now();
    let query = this.db
      .selectFrom('pending_import')
      .selectAll()
      .where('id', '=', id)
      .where('created_at', '>', new Date(now.getTime() - KEPT_MS));
    if (reach !== 'all') query = query.where('api_key', '=', reach.key);
    const row = await query.executeTakeFirst();
    return row && { ...viewOf(row, now), bytes: row.bytes };
  }
}

export function viewOf(row: Omit<Selectable<PendingImportTable>, 'bytes'>, now: Date): PendingImport {
  return { id: row.id, name: row.name, createdAt: row.created_at, state: stateOf(row, now) };
}

function stateOf(
  { state, step, began_at: beganAt, beat_at: beatAt, result }: Omit<Selectable<PendingImportTable>, 'bytes'>,
  now: Date,
): PendingImport['state'] {
  if (state === 'done') return { is: 'done', result: result as ImportResult };
  if (state !== 'running') return { is: state };
  const isSilent = beatAt === null || now.getTime() - beatAt.getTime() > SILENCE_MS;
  return isSilent || !step || !beganAt ? { is: 'unfinished' } : { is: 'running', step, beganAt };
}
