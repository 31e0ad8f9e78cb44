import type { Day } from '../date/day.js';
import type { Scheme } from '../scheme/scheme.js';
import type { Attempt } from './attempt.js';
import type { Deadline } from './deadline.js';
import { transitionDue } from './transition-due.js';

/**
 * Of the last attempt: an application under an older version has to move to the one that everyone has to use, and an intent
 * has to be filed before new applications may not be under it any more.
 */
export function applicationTransitions(
  attempt: Attempt | undefined,
  dossier: string,
  scheme: Scheme,
  day: Day,
): Deadline[] {
  if (!attempt) return [];
  return scheme.referentials.flatMap(({ version, draft, requiredForAll, requiredForNew }, to) => {
    if (draft) return [];
    const [toMove, toFile] = [`transition/${dossier}/${version}`, `transition-new/${dossier}/${version}`];
    return [
      ...dueOf({ key: toMove, to, filed: true, required: requiredForAll }, attempt, scheme, day),
      ...dueOf({ key: toFile, to, filed: false, required: requiredForNew }, attempt, scheme, day),
    ];
  });
}

interface Asked {
  key: string;
  to: number;
  /** Asked of those who have filed, or of those who have not yet. */
  filed: boolean;
  required: Day | undefined;
}

/** Since the attempt first stood under an older version. Met once it stands under this one or a later; an intent, by filing. */
function dueOf({ key, to, filed, required }: Asked, attempt: Attempt, scheme: Scheme, day: Day): Deadline[] {
  const [now, first] = [
    attempt.stations.at(-1),
    attempt.stations.find((at) => at.filed === filed && at.version >= 0 && at.version < to),
  ];
  if (required === undefined || !now || !first) return [];
  const { closed } = attempt;
  const granted = typeof closed === 'object' && closed.granted >= to;
  const met = granted || now.version >= to || (!filed && now.filed);
  const settled = { met, cancelled: closed !== undefined };
  const last = filed ? scheme.referentials[first.version]?.graceEnds : undefined;
  const { version: from, event, confirmed } = first;
  return [transitionDue({ key, from, to, required, last, event, confirmed, settled }, scheme, day)];
}
