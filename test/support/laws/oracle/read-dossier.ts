import type { Scheme } from '#domain/scheme/scheme.js';
import type { Said } from './as-corrected.js';
import { hasBegun } from './grant-list.js';
import { actsIn, byRecording, earlierStart, heardOf, rankOf, type Heard } from './readings.js';
import { tellGrants } from './tell-grants.js';
import { firstDay, type Told } from './told-grant.js';

/** What counts on a day, and the grants that it tells of. */
export interface Reading {
  day: string;
  scheme: Scheme;
  /** Whether a grant of the authority has begun, so that acts alone are read. */
  ofActs: boolean;
  /** What had happened by the day, in order. */
  heard: Heard[];
  grants: Told[];
}

/**
 * "From the day on which a grant of the authority begins, the status of the dossier, its confirmation, its expiry, its labels
 * and the deadlines of its grants are derived from acts alone … Before that day, acts and claims are read together."
 */
export function readDossier(said: readonly Said[], scheme: Scheme, day: string): Reading {
  const all = heardOf(said);
  const acts = byRecording(actsIn(all, scheme));
  const known = [...happenedBy(acts, day), ...publishedLater(acts, scheme, day)];
  const grants = standing(tellGrants(known, scheme), day);
  if (grants.some((grant) => hasBegun(grant, scheme, day)))
    return { day, scheme, ofActs: true, heard: happenedBy(acts, day), grants };
  const heard = happenedBy(byRecording(all), day);
  return { day, scheme, ofActs: false, heard, grants: standing(tellGrants(heard, scheme), day) };
}

const happenedBy = (events: readonly Heard[], day: string): Heard[] => events.filter((event) => event.day <= day);

/** "… is replaced on the day on which the issued one starts": until then it stands. */
const standing = (grants: readonly Told[], day: string): Told[] =>
  grants.filter(({ closed }) => closed?.how !== 'absorbed' || closed.day > day);

/**
 * "When the authority later publishes that a grant began before the day of the event (`validFrom` earlier than `occurred`, in a
 * `GrantIssued` or a listing as `granted`), the grant is in force from `validFrom` at every `asOf`." A report is in force from
 * its own date.
 */
function publishedLater(acts: readonly Heard[], scheme: Scheme, day: string): Heard[] {
  if (scheme.family === 'report') return [];
  return acts.filter((event, nth) => {
    const start = earlierStart(event);
    if (start === undefined || start > day || event.day <= day) return false;
    const whole = tellGrants(acts.slice(0, nth + 1), scheme).find(({ words }) => words.includes(event));
    return whole !== undefined && isItsBeginning(event, start, whole, scheme);
  });
}

/** Of several starts that sources give, a better source's holds; a grant that begins by then without this word needs none. */
function isItsBeginning(event: Heard, start: string, grant: Told, scheme: Scheme): boolean {
  if (grant.startIn === event.id) return true;
  const isContradicted = grant.startBy !== undefined && rankOf(grant.startBy) < rankOf(event.kind);
  return start < firstDay(grant, scheme) && !isContradicted;
}
