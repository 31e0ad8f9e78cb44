import type { Scheme } from '../scheme/scheme.js';

/** From one milestone of a scheme to another. */
export interface Step {
  from: string;
  to: string;
}

/** Each milestone with those that come right before it: the ones it names itself, else the one above it in the list. */
export const stepsOf = ({ milestones }: Scheme): Step[] =>
  milestones.flatMap(({ code, after }, index) => {
    const above = milestones[index - 1]?.code;
    const before = after ?? (above === undefined ? [] : [above]);
    return before.map((from) => ({ from, to: code }));
  });

/** From the first milestone to the outcome; `null` when the scheme has nothing before its outcome. */
export function wholeOf({ milestones }: Scheme): Step | null {
  const first = milestones[0];
  const outcome = milestones.find(({ gives }) => gives === 'granted');
  return first && outcome && first !== outcome ? { from: first.code, to: outcome.code } : null;
}

/** From the first word about a dossier, which is no milestone, to the outcome. */
export function announcedIn({ milestones }: Scheme): Step | null {
  const outcome = milestones.find(({ gives }) => gives === 'granted');
  return outcome ? { from: ANNOUNCEMENT, to: outcome.code } : null;
}

export const ANNOUNCEMENT = 'announcement';
