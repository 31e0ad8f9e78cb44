import { sql } from 'kysely';
import { earliestDayAt } from '#domain/date/day.js';
import { planNear } from './plan-near.js';
import type { Round } from '../round.js';

/**
 * Schemes were published anew, maybe with another ladder: what is planned by the old one is cancelled, and all deadlines under
 * them are planned from now on. What stays the same is the same afterwards. An escalation has a ladder of its own.
 */
export async function planLadders(everybody: Round, schemes: readonly string[]): Promise<void> {
  const recipients = everybody.recipients.filter(({ wishes }) => wishes.role === 'recipient');
  if (schemes.length === 0 || recipients.length === 0) return;
  const round = { ...everybody, recipients };
  const { tx, now, until } = round;
  await sql`
    with outdated as materialized (
      select id from reminder join deadline on key = deadline_key join dossier_plan using (dossier)
      where scheme = any(${[...schemes]}) and reminder.state = 'planned' and because = 'ladder' and not escalation
        and fire_at >= ${now}
      order by id for update of reminder
    )
    update reminder set state = 'cancelled', outcome = 'ladder-changed', changed_at = ${now}
    from outdated where reminder.id = outdated.id
  `.execute(tx);
  await planNear(round, { from: earliestDayAt(now), to: until }, { since: now, only: schemes });
}
