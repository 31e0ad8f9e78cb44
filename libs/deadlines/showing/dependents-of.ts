import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Place } from '../planning.js';

/** The dossiers that build on one, as planning has them. */
export const dependentsOf = (db: LedgerDatabase, dossier: string): Promise<Place[]> =>
  db
    .selectFrom('dossier_plan')
    .select(['provider', 'dossier', 'scheme'])
    .where(sql<boolean>`depends_on @> array[${dossier}]::uuid[]`)
    .orderBy('dossier')
    .execute();
