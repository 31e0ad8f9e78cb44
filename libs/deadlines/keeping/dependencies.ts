import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { dependencyEnd } from '#domain/deadline/dependency-end.js';

/** More are told apart faster here than by the index. */
const MOST_LOOKED_UP = 200;

/** The dossiers that build on some. */
export async function dependentsOf(tx: Transaction<Database>, dossiers: ReadonlySet<string>): Promise<string[]> {
  if (dossiers.size === 0) return [];
  const some = dossiers.size <= MOST_LOOKED_UP ? sql`depends_on && ${[...dossiers]}::uuid[]` : sql`depends_on <> '{}'`;
  const rows = await tx
    .selectFrom('dossier_plan')
    .select(['dossier', 'depends_on'])
    .where(sql<boolean>`${some}`)
    .orderBy('dossier')
    .execute();
  return rows.filter(({ depends_on }) => depends_on.some((id) => dossiers.has(id))).map(({ dossier }) => dossier);
}

interface Building {
  dossier: string;
  dependsOn: readonly string[];
}

/** Of each dossier, the ends of the grants that it builds on, as they are kept: whoever changes one plans it again. */
export async function dependencyEnds(
  tx: Transaction<Database>,
  buildings: readonly Building[],
): Promise<Map<string, Deadline[]>> {
  const dependencies = [...new Set(buildings.flatMap(({ dependsOn }) => dependsOn))];
  if (dependencies.length === 0) return new Map();
  const { rows } = await sql<{ dossier: string; body: Deadline }>`
    select dossier, body from deadline
    where dossier = any(${dependencies}::uuid[]) and kind = 'grant-end' order by key
  `.execute(tx);
  const ends = new Map<string, Deadline[]>();
  for (const { dossier, body } of rows) ends.set(dossier, [...(ends.get(dossier) ?? []), body]);
  return new Map(
    buildings.map(({ dossier, dependsOn }) => [
      dossier,
      dependsOn.flatMap((dependency) => (ends.get(dependency) ?? []).map((end) => dependencyEnd(dossier, end))),
    ]),
  );
}
