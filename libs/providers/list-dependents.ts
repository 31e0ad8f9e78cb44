import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';

/** The ids of the dossiers that depend on one, in the order of their opening; from the projection. */
export class ListDependents extends Query<string[]> {
  /** @param upTo the last position to read; absent: everything on record */
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

/** Dossiers that depend on others at a point, in the order of their opening; from the projection. */
export async function dependentsOf(
  db: LedgerDatabase,
  dossiers: readonly string[],
  { asOf, upTo }: { asOf: Day; upTo?: number | undefined },
): Promise<string[]> {
  if (dossiers.length === 0) return [];
  const known =
    upTo === undefined
      ? sql`span.known_to is null`
      : sql`span.known_from <= ${upTo} and coalesce(span.known_to > ${upTo}, true)`;
  const { rows } = await sql<{ id: string }>`
    select distinct dossier.id, dossier.first_position
    from dossier_span as span join dossier on dossier.id = span.dossier
    where span.depends_on <> '{}' and span.depends_on && ${[...dossiers]}::uuid[]
      and ${asOf}::date between span.from_day and span.to_day and ${known}
    order by dossier.first_position
  `.execute(db);
  return rows.map(({ id }) => id);
}
