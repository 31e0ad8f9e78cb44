import { earlier, END_OF_TIME, type Day } from '../date/day.js';
import type { DatedFact } from '../dossier/facts.js';
import { versionOf } from '../dossier/grant-run.js';
import type { Grant } from '../dossier/grant.js';
import type { Reading } from '../dossier/reading.js';
import type { Scheme } from '../scheme/scheme.js';
import { carries, confirms } from '../source/source.js';

/** One try for the outcome, from the first word of it to a grant, a refusal or an end of the matter. */
export interface Attempt {
  stations: Station[];
  /** Under which version it was granted (-1: nobody knows), or that it came to nothing. */
  closed?: { granted: number } | 'in-vain';
}

/** Where an attempt stands after one of its facts. */
interface Station {
  event: string;
  day: Day;
  /** Place of the version that is sought, in the scheme; -1 while nobody knows. */
  version: number;
  /** Whether there is an application, no longer only words. */
  filed: boolean;
  /** By the authority's own word. */
  confirmed: boolean;
}

/** In order. A fact of a source that moves nothing is none. */
export function attemptsIn({ known, steps, grants }: Reading, scheme: Scheme): Attempt[] {
  const outcomes = new Map(grants.map((grant) => [grant.id, placeOf(grant, scheme)]));
  const moves = new Set(steps.flatMap((step) => (step.moves && step.gives !== 'granted' ? [step.event] : [])));
  const attempts: Attempt[] = [];
  for (const fact of known) {
    const last = attempts.at(-1);
    const open = last?.closed === undefined ? last : undefined;
    const end = endBy(fact, outcomes);
    if (end !== undefined) {
      if (open) open.closed = end;
      continue;
    }
    const station = after(open?.stations.at(-1), fact, moves.has(fact.id), scheme);
    if (!station) continue;
    if (open) open.stations.push(station);
    else attempts.push({ stations: [station] });
  }
  return attempts;
}

/** Place in the scheme of the version that a grant is under; -1 where nobody knows. */
export function placeOf(grant: Grant, scheme: Scheme): number {
  const version = versionOf(grant, scheme);
  return version ? scheme.referentials.indexOf(version) : -1;
}

function endBy({ id, event }: DatedFact, outcomes: ReadonlyMap<string, number>): Attempt['closed'] {
  const granted = outcomes.get(id);
  if (granted !== undefined) return { granted };
  const turnedDown = event.type === 'ApplicationRefused' || event.type === 'ApplicationAbandoned';
  return turnedDown && carries(event.source) ? 'in-vain' : undefined;
}

/** What is named holds until another is; a filing that names none, and that nobody named one for, says it by its day. */
function after(before: Station | undefined, fact: DatedFact, moves: boolean, scheme: Scheme): Station | undefined {
  const { id, day, event } = fact;
  if (!event.source || !carries(event.source) || !(moves || SPEAK_OF_IT.has(event.type))) return undefined;
  const filed = moves || (before?.filed ?? false);
  const named = 'referential' in event.data ? indexOf(event.data.referential, scheme) : -1;
  const confirmed = confirms(event.source);
  if (named >= 0) return { event: id, day, version: named, filed, confirmed };
  const sought = before?.version ?? -1;
  const filing = filed && !before?.filed;
  return { event: id, day, version: filing ? Math.max(sought, onlyOneOn(day, scheme)) : sought, filed, confirmed };
}

const SPEAK_OF_IT: ReadonlySet<DatedFact['event']['type']> = new Set([
  'AnnouncementMade',
  'IntentDeclared',
  'TargetSet',
]);

const indexOf = (named: string | undefined, { referentials }: Scheme): number =>
  referentials.findIndex(({ version }) => version === named);

/** Place of the version that a new application could only be under on a day; -1 where it could be under several, or none. */
function onlyOneOn(day: Day, { referentials }: Scheme): number {
  const open = referentials.flatMap(
    ({ draft, published, optionalFrom = published, graceEnds = END_OF_TIME }, index) => {
      const over = referentials.slice(index + 1).some(({ requiredForNew = END_OF_TIME }) => requiredForNew <= day);
      return !draft && !over && earlier(published, optionalFrom) <= day && day <= graceEnds ? [index] : [];
    },
  );
  return open.length === 1 ? (open[0] ?? -1) : -1;
}
