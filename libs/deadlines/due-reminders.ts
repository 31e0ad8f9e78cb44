import type { LedgerDatabase } from '#database/connection.js';

export interface DueReminder {
  id: string;
  fireAt: Date;
}

/** Reminders planned for up to an instant, soonest first. */
export async function dueReminders(db: LedgerDatabase, until: Date, limit: number): Promise<DueReminder[]> {
  return db
    .selectFrom('reminder')
    .select(['id', 'fire_at as fireAt'])
    .where('state', '=', 'planned')
    .where('fire_at', '<=', until)
    .orderBy('fire_at')
    .limit(limit)
    .execute();
}
