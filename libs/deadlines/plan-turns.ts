import type { LedgerDatabase } from '#database/connection.js';
import { beOnlyPlanner } from './one-planner.js';
import { planDossiers } from './plan-dossiers.js';
import type { Planning } from './planning.js';

/**
 * Plans the dossiers in which time alone has changed something since they were planned last: a day began on which a
 * deadline comes up, is missed or goes. One transaction each; what a crash leaves is done by the next call.
 */
export async function planTurns(db: LedgerDatabase, planning: Planning): Promise<void> {
  const today = planning.clock.today(planning.zone);
  const turning = await db
    .selectFrom('dossier_plan')
    .select('dossier')
    .where('next_turn', '<=', today)
    .orderBy('dossier')
    .execute();
  for (const { dossier } of turning) {
    await db.transaction().execute(async (tx) => {
      await beOnlyPlanner(tx);
      await planDossiers(planning, [dossier], await planning.recipients(tx), tx);
    });
  }
}
