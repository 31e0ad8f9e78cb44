import type { Insertable } from 'kysely';
import { STATE_BY_OUTCOME, type ReminderTable } from '#database/tables/deadline.js';
import { reminderId } from './reminder-id.js';
import type { FiringRung } from './rungs-for.js';

/** A reminder that is planned at an instant of the app's clock, or skipped for a reason that is known already. */
export const reminderRow = (
  { key, version }: { key: string; version: number },
  { subscription, owner, escalation }: { subscription: string; owner: string; escalation: boolean },
  { rung, day, fireAt, because, outcome }: FiringRung,
  now: Date,
) =>
  ({
    id: reminderId(key, version, { rung, because }, subscription),
    deadline_key: key,
    deadline_version: version,
    rung,
    subscription,
    owner,
    escalation,
    day,
    fire_at: fireAt,
    state: outcome === null ? 'planned' : STATE_BY_OUTCOME[outcome],
    because,
    outcome,
    delivery: null,
    changed_at: now,
  }) satisfies Insertable<ReminderTable>;
