import type { Day } from '../date/day.js';
import type { Reading } from '../dossier/reading.js';
import type { Scheme } from '../scheme/scheme.js';
import { applicationTransitions } from './application-transitions.js';
import { attemptsIn } from './attempt.js';
import { isSettled, type Deadline } from './deadline.js';
import { grantTransitions } from './grant-transitions.js';

/**
 * Moving to a version of the referential before it is required: of every grant, and of the application under way. An
 * application for what follows a grant has nothing to add to the transition of that.
 */
export function transitionDeadlines(reading: Reading, dossier: string, scheme: Scheme, day: Day): Deadline[] {
  if (!scheme.referentials.some(({ requiredForAll, requiredForNew }) => requiredForAll ?? requiredForNew)) return [];
  const attempts = attemptsIn(reading, scheme);
  const ofGrants = reading.grants.flatMap((grant) => grantTransitions(grant, reading, attempts, scheme, day));
  const told = ofGrants.filter(({ state }) => !isSettled(state)).map(({ due }) => due);
  const ofApplication = applicationTransitions(attempts.at(-1), dossier, scheme, day);
  return [...ofGrants, ...ofApplication.filter(({ due }) => !told.includes(due))];
}
