import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { streamId } from '#domain/event/ledger-event.js';

/** The dossiers that entries of a register belong to now, by key; without those that were never recorded. */
export class DossiersOfEntries extends Query<ReadonlyMap<string, string>> {
  constructor(
    /** Slug. */
    readonly register: string,
    readonly entries: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(DossiersOfEntries)
export class DossiersOfEntriesHandler implements IQueryHandler<DossiersOfEntries> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ register, entries }: DossiersOfEntries): Promise<ReadonlyMap<string, string>> {
    if (entries.length === 0) return new Map();
    // Spelled as in the partial index `event_of_entry`.
    const { rows } = await sql<{ entry: string; stream: string }>`
      select distinct on (data ->> 'entry') data ->> 'entry' as entry, stream from event
      where type = 'RegisterObserved' and data ? 'registerSlug' and data ->> 'registerSlug' = ${register}
        and data ->> 'entry' = any(${[...entries]})
      order by data ->> 'entry', position desc
    `.execute(this.db);
    return new Map(rows.map(({ entry, stream }) => [entry, streamId(stream)]));
  }
}
