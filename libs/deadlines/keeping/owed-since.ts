import type { KeptPlan } from './kept-plans.js';
import type { Outlook } from './outlook.js';
import type { Round } from '../round.js';

/**
 * The instant from which on the reminders of what is new of a dossier are owed, though planning may come to it later: that of
 * the first fact that was not planned from yet, or the beginning of the day on which time alone made it so. Now, where nothing
 * is new, or where nobody knows what was planned from.
 */
export function owedSince(
  { firstAfter }: Pick<Outlook, 'firstAfter'>,
  before: KeptPlan | undefined,
  { now, today }: Pick<Round, 'now' | 'today'>,
): Date {
  const known = before ? before.heard : 0;
  const fact = known === null ? undefined : firstAfter(known);
  const turn = before?.next_turn;
  const turned = turn && turn <= today ? new Date(`${turn}T00:00:00Z`) : undefined;
  return [now, fact, turned].reduce<Date>((first, at) => (at && at < first ? at : first), now);
}
