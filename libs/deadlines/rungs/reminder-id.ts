import type { ReminderCause } from '#database/tables/deadline.js';
import { uuidOf } from '#event-store/id.js';

/**
 * The id of a reminder follows from what it is unique by, so it is the same one however often it is planned. A day that
 * somebody asked for never takes the place of a step of the ladder.
 */
export const reminderId = (
  deadline: string,
  version: number,
  { rung, because }: { rung: number; because: ReminderCause },
  subscription: string,
): string =>
  uuidOf('reminder', deadline, String(version), because === 'snooze' ? `snooze ${rung}` : String(rung), subscription);
