import type { LedgerDatabase } from '#database/connection.js';
import { planDossiers } from './plan-dossiers.js';
import type { Planning } from '../planning.js';
import { beginRound } from '../round.js';
import { turning } from './turning.js';

const AT_ONCE = 500;

/**
 * Plans the dossiers in which time alone may have changed something since they were planned last: a day began on which a
 * deadline comes up, is missed or goes; or the clock was ahead then. Some in a transaction; what a crash leaves is done by the
 * next call. One that cannot be planned is noted as such and does not keep the others from it.
 *
 * @param signal once it aborts, no further one is begun
 * @throws once the others are planned, what went wrong
 */
export async function planTurns(db: LedgerDatabase, planning: Planning, signal?: AbortSignal): Promise<void> {
  const today = planning.clock.today(planning.zone);
  const errors: unknown[] = [];
  for (const dossier of await turning(db, today, { failing: true, most: AT_ONCE }))
    if (!signal?.aborted) errors.push(...(await planAlone(dossier)));
  for (let after: string | undefined; !signal?.aborted;) {
    const dossiers = await turning(db, today, { failing: false, after, most: AT_ONCE });
    try {
      await plan(dossiers);
    } catch {
      for (const dossier of dossiers) if (!signal?.aborted) errors.push(...(await planAlone(dossier)));
    }
    if (dossiers.length < AT_ONCE) break;
    after = dossiers.at(-1);
  }
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors);

  async function plan(dossiers: readonly string[]): Promise<void> {
    if (dossiers.length === 0) return;
    await db.transaction().execute(async (tx) => planDossiers(await beginRound(planning, tx), dossiers));
  }

  /** @throws when it cannot even be noted: then it is not the dossier that is to blame */
  async function planAlone(dossier: string): Promise<unknown[]> {
    try {
      await plan([dossier]);
      return [];
    } catch (error) {
      await db.updateTable('dossier_plan').set({ failing_on: today }).where('dossier', '=', dossier).execute();
      return [error];
    }
  }
}
