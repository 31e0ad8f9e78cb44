import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { endReminders, type Ending } from './end-reminders.js';
import type { Over } from '../keeping/store-deadlines.js';

/**
 * Ends the reminders of deadlines that moved, are met, cancelled or gone, as they are stored by now. A claim under way
 * commits before it is decided what can be taken back.
 */
export async function dropReminders(tx: Transaction<Database>, over: readonly Over[], now: Date): Promise<void> {
  if (over.length === 0) return;
  const { rows } = await sql<Ending>`
    select id, delivery, over.outcome from unnest(
      ${over.map(({ key }) => key)}::text[], ${over.map(({ version }) => version)}::int[],
      ${over.map(({ outcome }) => outcome)}::text[]
    ) as over (key, version, outcome)
    join reminder on deadline_key = over.key and deadline_version <= over.version
    where state in ('planned', 'claimed')
    order by id for update of reminder
  `.execute(tx);
  await endReminders(tx, rows, now);
}
