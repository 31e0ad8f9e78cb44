import { addDays, type Day } from '../date/day.js';
import type { DossierFacts } from '../dossier/facts.js';
import { turningDays } from '../dossier/spans.js';
import type { Scheme } from '../scheme/scheme.js';
import { lastDay, type Deadline } from './deadline.js';
import { deadlinesOf } from './deadlines.js';

/**
 * The deadlines of a dossier as `deadlineSpans` has them for a day, by looking at that day alone, and the first later day on
 * which anything about them may change by the passage of time; on some of those days nothing does. `null`: on none.
 */
export function deadlinesOn(
  dossier: string,
  facts: DossierFacts,
  scheme: Scheme,
  day: Day,
): { deadlines: Deadline[]; nextTurn: Day | null } {
  const turns = turningDays(facts, scheme);
  const begun = (turns[0] ?? '') <= day;
  const deadlines = begun ? deadlinesOf(dossier, facts, scheme, day) : [];
  for (const deadline of deadlines) if (deadline.state === 'open') turns.push(addDays(lastDay(deadline), 1));
  return { deadlines, nextTurn: firstAfter(day, turns) };
}

function firstAfter(day: Day, turns: readonly Day[]): Day | null {
  let first: Day | null = null;
  for (const turn of turns) if (turn > day && (first === null || turn < first)) first = turn;
  return first;
}
