import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import type { Status } from '#domain/dossier/status.js';
import { holdsAt, providerRefAt } from './bitemporal-point.js';

/** A dossier that depends on others, as listed beside them. */
export interface DependentDossier {
  id: string;
  provider: ProviderRef;
  /** Name of its service. */
  service: string | null;
  scheme: string;
  status: Status;
  confirmed: boolean;
  expiring: boolean;
  /** Ids of all dossiers that it depends on. */
  dependsOn: string[];
}

/** The dossiers that depend on any of some, in the order of their opening; one statement, however many there are. */
export class ListDependents extends Query<DependentDossier[]> {
  /** @param upTo the last position to read; absent: everything on record */
  constructor(
    readonly dossiers: readonly string[],
    readonly at: { asOf: Day; upTo?: number | undefined },
  ) {
    super();
  }
}

@QueryHandler(ListDependents)
export class ListDependentsHandler implements IQueryHandler<ListDependents> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ dossiers, at: { asOf, upTo } }: ListDependents): Promise<DependentDossier[]> {
    if (dossiers.length === 0) return [];
    const point = { asOf, position: upTo ?? null };
    const { rows } = await sql<DependentDossier>`
      select dossier.id, ${providerRefAt('provider', point)} as provider, span.body -> 'service' ->> 'name' as service,
        dossier.scheme, span.status, span.confirmed, span.expiring, span.body -> 'dependsOn' as "dependsOn"
      from dossier_span as span
      join dossier on dossier.id = span.dossier
      join provider on provider.id = span.provider
      where span.depends_on <> '{}' and span.depends_on && ${[...dossiers]}::uuid[] and ${holdsAt('span', point)}
      order by dossier.first_position
    `.execute(this.db.reads);
    return rows;
  }
}
