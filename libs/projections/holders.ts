import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { TouchedDossier } from './project-dossiers.js';

/** Every provider that holds one of some dossiers by any of its spans. Spans that were taken back count no longer. */
export async function storeHolders(tx: Transaction<Database>, dossiers: readonly TouchedDossier[]): Promise<void> {
  const isCut = ({ since, moments }: TouchedDossier): boolean => (moments[0]?.first ?? since) < since;
  const cut = dossiers.filter(isCut).map(({ id }) => id);
  if (cut.length > 0) await tx.deleteFrom('dossier_holder').where('dossier', 'in', cut).execute();
  const ids = dossiers.map(({ id }) => id);
  await sql`
    insert into dossier_holder (provider, dossier)
    select distinct provider, dossier from dossier_span where dossier = any(${ids}::uuid[])
    on conflict do nothing
  `.execute(tx);
}
