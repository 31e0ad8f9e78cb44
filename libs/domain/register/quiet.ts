import { type Day, daysBetween } from '../date/day.js';
import type { RegisterReading } from './register-events.js';
import type { Register } from './register.js';

/** Readings that changed something, after which it is known how long a register is quiet. */
const ENOUGH_CHANGES = 5;
const YEAR = 365;

/** What is known of a reading. */
type Read = Pick<RegisterReading, 'occurred'> & { data: Pick<RegisterReading['data'], 'added' | 'changed' | 'gone'> };

const isChange = ({ data: { added, changed, gone } }: Read): boolean => added.length + changed.length + gone.length > 0;

/**
 * Since when a register lists the same, as of a day on which it does so again, if that is longer than it says, or than it ever
 * was quiet: its publisher may serve an old list under a new date. `undefined`: it is alive, or was never read.
 *
 * @param reads in order of their days
 */
export function frozenSince(
  reads: readonly Read[],
  day: Day,
  { frozenAfterDays, staleAfterDays }: Register,
): Day | undefined {
  const changes = reads.filter((read, index) => index === 0 || isChange(read)).map(({ occurred }) => occurred);
  const since = changes.at(-1);
  if (since === undefined) return undefined;
  const quiet = changes.slice(1).map((change, index) => daysBetween(changes[index] ?? change, change));
  const usual = quiet.length < ENOUGH_CHANGES ? YEAR : staleAfterDays;
  return daysBetween(since, day) > (frozenAfterDays ?? Math.max(usual, ...quiet)) ? since : undefined;
}
