import type { Insertable } from 'kysely';
import type { ReminderCause, ReminderOutcome, ReminderTable } from '#database/tables/deadline.js';
import type { Recipient } from './planning.js';
import { reminderId } from './reminder-id.js';

/** What of a rung is kept. */
interface KeptRung {
  rung: number;
  day: string;
  fireAt: Date;
  because: ReminderCause;
  /** Why it is not to be sent; `null`: it is. */
  outcome: ReminderOutcome | null;
}

/** A reminder that is planned at an instant of the app's clock, or skipped for a reason that is known already. */
export const reminderRow = (
  { key, version }: { key: string; version: number },
  { subscription, owner, wishes }: Pick<Recipient, 'subscription' | 'owner' | 'wishes'>,
  { rung, day, fireAt, because, outcome }: KeptRung,
  now: Date,
) =>
  ({
    id: reminderId(key, version, { rung, because }, subscription),
    deadline_key: key,
    deadline_version: version,
    rung,
    subscription,
    owner,
    escalation: wishes.role === 'escalation',
    day,
    fire_at: fireAt,
    state: outcome === null ? 'planned' : 'skipped',
    because,
    outcome,
    delivery: null,
    changed_at: now,
  }) satisfies Insertable<ReminderTable>;
