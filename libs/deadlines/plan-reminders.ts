import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { dayIn } from '#domain/date/day.js';
import { uuidOf } from '#event-store/id.js';
import { rungsOf } from './ladder.js';
import type { Recipient } from './planning.js';
import { reminderHour } from './reminder-hour.js';

export type Plannable = Pick<Deadline, 'key' | 'kind' | 'due' | 'opens'> & { version: number };

const CHUNK = 2_000;

export interface Wanted {
  deadline: Plannable;
  recipient: Recipient;
}

/**
 * Plans every rung of open deadlines for those who want to hear of them. Rungs of days before a subscription was
 * confirmed are skipped; the day of the confirmation counts. What was cancelled is planned again, what was sent stays.
 */
export async function planReminders(tx: Transaction<Database>, wanted: readonly Wanted[], zone: string): Promise<void> {
  const rows = wanted.flatMap((each) => rowsFor(each, zone));
  for (let start = 0; start < rows.length; start += CHUNK) {
    await sql`
      insert into reminder
      select * from jsonb_populate_recordset(null::reminder, ${JSON.stringify(rows.slice(start, start + CHUNK))})
      on conflict (deadline_key, deadline_version, rung, subscription)
        do update set state = excluded.state where reminder.state = 'cancelled'
    `.execute(tx);
  }
}

function rowsFor({ deadline, recipient: { subscription, confirmedAt } }: Wanted, zone: string) {
  const confirmedOn = dayIn(zone, confirmedAt);
  return rungsOf(deadline).map(({ rung, day }) => ({
    id: uuidOf('reminder', deadline.key, String(deadline.version), String(rung), subscription),
    deadline_key: deadline.key,
    deadline_version: deadline.version,
    rung,
    subscription,
    fire_at: reminderHour(day, zone),
    state: day < confirmedOn ? 'skipped' : 'planned',
  }));
}
