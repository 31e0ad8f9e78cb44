import { type DaysLeft, daysOfGrace } from '#domain/deadline/deadline.js';
import type { Status } from '#domain/dossier/status.js';

/** What is well, near, late or neutral: the colour of a status or date, on pages and in mails. It adds nothing to the words. */
export type Tone = 'good' | 'warn' | 'bad' | 'plain';

export const STATUS_TONES: Record<Status, Tone> = {
  granted: 'good',
  'granted-with-reservations': 'good',
  suspended: 'bad',
  renewing: 'warn',
  expired: 'bad',
  lapsed: 'bad',
  withdrawn: 'bad',
  refused: 'bad',
  abandoned: 'plain',
  'in-progress': 'warn',
  applied: 'warn',
  announced: 'plain',
  unknown: 'plain',
};

/** An end within as many days is urgent, or near. */
export const URGENT_DAYS = 30;
export const NEAR_DAYS = 90;

/** How urgent something is that is due in so many days. */
export const toneOfDays = (left: number): Tone => (left <= URGENT_DAYS ? 'bad' : left <= NEAR_DAYS ? 'warn' : 'plain');

/** A deadline past its date is not late as long as acting still helps. */
export function toneOfDeadline(deadline: DaysLeft): Tone {
  const grace = daysOfGrace(deadline);
  return grace === undefined ? toneOfDays(deadline.daysLeft) : grace <= URGENT_DAYS ? 'bad' : 'warn';
}
