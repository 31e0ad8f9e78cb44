import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { type Source, SourceSchema } from '#domain/source/source.js';

/** How far back one looks, in events, and how many different ones are answered. */
const LOOKED_AT = 2_000;
const MOST = 200;

/** A source that events of late name. What it was quoted with belongs to those. */
export interface RecentSource {
  /** The latest event that names it. */
  event: string;
  source: Omit<Source, 'quote' | 'sha256'>;
}

/** The sources that were named of late, those of one actor first, and then the latest first. */
export class RecentSources extends Query<RecentSource[]> {
  constructor(readonly actor: string) {
    super();
  }
}

@QueryHandler(RecentSources)
export class RecentSourcesHandler implements IQueryHandler<RecentSources> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ actor }: RecentSources): Promise<RecentSource[]> {
    const { rows } = await sql<{ id: string; source: unknown }>`
      select id, source from event
      where position > (select position from ledger_head) - ${LOOKED_AT} and source is not null
      order by actor = ${actor} desc, position desc
    `.execute(this.db);
    const found = new Map<string, RecentSource>();
    for (const { id, source } of rows) {
      const { quote: _, sha256: __, ...named } = SourceSchema.parse(source);
      const key = JSON.stringify([named.kind, named.publisher, named.url, named.title]);
      if (!found.has(key)) found.set(key, { event: id, source: named });
      if (found.size === MOST) break;
    }
    return [...found.values()];
  }
}
