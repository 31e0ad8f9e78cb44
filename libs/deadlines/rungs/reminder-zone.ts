import { wishesOf } from '#domain/reminder/wishes.js';
import type { ReminderRow } from '../showing/reminder-rows.js';

/**
 * Where the day of a reminder's reader begins, whoever answers it. A zone that this version does not know is none.
 *
 * @param usual that of the ledger
 */
export const zoneOf = ({ wishes }: Pick<ReminderRow, 'wishes'>, usual: string): string =>
  wishesOf(wishes).timeZone ?? usual;
