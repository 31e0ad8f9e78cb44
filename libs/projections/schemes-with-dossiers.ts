import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';

/** Slugs of the schemes for which any dossier was ever opened. */
export class SchemesWithDossiers extends Query<string[]> {}

@QueryHandler(SchemesWithDossiers)
export class SchemesWithDossiersHandler implements IQueryHandler<SchemesWithDossiers> {
  constructor(private readonly db: LedgerDatabase) {}

  /** Goes from one slug to the next in the index, past the dossiers of each. */
  async execute(): Promise<string[]> {
    const { rows } = await sql<{ scheme: string }>`
      with recursive slug as (
        select min(scheme) as scheme from dossier
        union all
        select (select min(scheme) from dossier where scheme > slug.scheme) from slug where slug.scheme is not null
      )
      select scheme from slug where scheme is not null
    `.execute(this.db.reads);
    return rows.map(({ scheme }) => scheme);
  }
}
