import { sql, type Selectable, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { DossierPlanTable } from '#database/tables/deadline.js';
import type { Outlook } from './outlook.js';
import type { Round } from '../round.js';

/** How a dossier stood when it was planned last. */
export type KeptPlan = Pick<Selectable<DossierPlanTable>, 'provider' | 'scheme' | 'next_turn' | 'heard'>;

/** Of those that were planned before, by dossier. */
export async function keptPlans(
  tx: Transaction<Database>,
  outlooks: readonly Outlook[],
): Promise<Map<string, KeptPlan>> {
  const rows = await tx
    .selectFrom('dossier_plan')
    .select(['dossier', 'provider', 'scheme', 'next_turn', 'heard'])
    .where(sql<boolean>`dossier = any(${outlooks.map(({ dossier }) => dossier)}::uuid[])`)
    .execute();
  return new Map(rows.map(({ dossier, ...plan }) => [dossier, plan]));
}

export async function storePlans({ tx, today }: Round, outlooks: readonly Outlook[]): Promise<void> {
  const rows = outlooks.map(({ dossier, provider, scheme, dependsOn, nextTurn, heard }) => ({
    ...{ dossier, provider, scheme, heard },
    depends_on: dependsOn,
    next_turn: nextTurn,
    planned_on: today,
  }));
  await sql`
    insert into dossier_plan (dossier, provider, scheme, depends_on, next_turn, heard, planned_on)
    select dossier, provider, scheme, depends_on, next_turn, heard, planned_on
    from jsonb_populate_recordset(null::dossier_plan, ${JSON.stringify(rows)})
    on conflict (dossier) do update set
      provider = excluded.provider, scheme = excluded.scheme, depends_on = excluded.depends_on,
      next_turn = excluded.next_turn, heard = excluded.heard, planned_on = excluded.planned_on, failing_on = null
    where (dossier_plan.provider, dossier_plan.scheme, dossier_plan.depends_on, dossier_plan.next_turn,
        dossier_plan.heard, dossier_plan.planned_on, dossier_plan.failing_on)
      is distinct from (excluded.provider, excluded.scheme, excluded.depends_on, excluded.next_turn,
        excluded.heard, excluded.planned_on, null)
  `.execute(tx);
}
