import type { Scheme } from '#domain/scheme/scheme.js';
import type { Said } from './as-corrected.js';
import { mayBeSame } from './decision-number.js';
import { hasBegun } from './grant-list.js';
import { actsIn, byRecording, earlierStart, heardOf, isAct, type Heard } from './readings.js';
import { withoutOverruled } from './overruled.js';
import { tellGrants } from './tell-grants.js';
import { firstDay, isInForce, type Told } from './told-grant.js';

/** What counts on a day, and the grants that it tells of. */
export interface Reading {
  day: string;
  scheme: Scheme;
  /** Whether a grant of the authority has begun, so that acts alone are read. */
  ofActs: boolean;
  /** What had happened by the day and counts, in order. */
  heard: Heard[];
  grants: Told[];
}

/**
 * "From the day on which a grant of the authority begins, the status of the dossier, its confirmation, its expiry, its labels
 * and the deadlines of its grants are derived from acts alone … Before that day, acts and claims are read together."
 */
export function readDossier(said: readonly Said[], scheme: Scheme, day: string): Reading {
  const all = heardOf(said);
  const acts = byRecording(actsIn(all, scheme), all);
  const known = [...happenedBy(acts, day), ...publishedLater(acts, scheme, day)];
  // "… but open no grant that begins after it".
  const told = tellGrants(known, scheme).filter((grant) => grant.told <= day || firstDay(grant, scheme) <= day);
  const grants = standing(told, day);
  if (grants.some((grant) => hasBegun(grant, scheme, day)))
    return { day, scheme, ofActs: true, heard: happenedBy(acts, day), grants };
  const heard = withoutOverruled(happenedBy(byRecording(all), day), scheme);
  return { day, scheme, ofActs: false, heard, grants: standing(tellGrants(heard, scheme), day) };
}

const happenedBy = (events: readonly Heard[], day: string): Heard[] => events.filter((event) => event.day <= day);

/** "… is replaced on the day on which the issued one starts": until then it stands. */
const standing = (grants: readonly Told[], day: string): Told[] =>
  grants.filter(({ closed }) => closed?.how !== 'absorbed' || closed.day > day);

/**
 * "… the grant runs from `validFrom` at every `asOf` …: on a day on which no grant of the authority under a number that
 * agrees is in force by the events until then, the events that were published later and begin by that day are read as well … A report … is not read earlier."
 */
function publishedLater(acts: readonly Heard[], scheme: Scheme, day: string): Heard[] {
  if (scheme.family === 'report') return [];
  const grants = tellGrants(happenedBy(acts, day).filter(isAct), scheme).filter((one) => isInForce(one, scheme, day));
  const isNew = ({ data }: Heard) => !grants.some(({ number }) => mayBeSame(number, data['decision'] as string));
  return acts.filter((event) => event.day > day && (earlierStart(event) ?? event.day) <= day && isNew(event));
}
