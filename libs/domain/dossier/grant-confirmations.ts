import type { Scheme } from '../scheme/scheme.js';
import type { AboutGrant } from '../warning/warning.js';
import type { DatedFact } from './facts.js';
import type { Grants } from './grant-merge.js';
import type { Act, Grant } from './grant.js';

/**
 * Of readings in a row that confirm a listing, the first and the last count, as long as the grant that is listed stands: the
 * others say the same, and leave only their day and their event, which the last replaces. A report counts from the day on which
 * it is listed, so that each counts.
 */
export function isConfirmedOnceMore(
  { grants, confirmations }: Grants,
  fact: DatedFact,
  { family }: Scheme,
  { before, after }: { before?: DatedFact | undefined; after?: DatedFact | undefined },
): boolean {
  const { event } = fact;
  const listing = fact.listing?.confirms;
  if (family === 'report' || listing === undefined || confirmations[listing] === undefined) return false;
  const isSame = (other: DatedFact | undefined): boolean =>
    other?.listing?.confirms === listing &&
    other.event.source?.kind === event.source?.kind &&
    other.event.source?.publisher === event.source?.publisher;
  if (!isSame(before) || !isSame(after) || event.type !== 'RegisterObserved') return false;
  return event.data.listing === 'granted'
    ? grants.some(({ ended, events }) => !ended && events.includes(listing))
    : grants.length === 0;
}

/** What a reading confirms again and again is told, and warned of, once: by the listing and by the latest reading. */
export function confirmed(
  before: Grants,
  after: Grants,
  { confirms: listing, event }: Act & { confirms: string },
): Grants {
  const last = before.confirmations[listing];
  const isKnown = (found: AboutGrant): boolean =>
    before.warnings.some(
      (one) => one.code === found.code && JSON.stringify(one.params) === JSON.stringify(found.params),
    );
  return {
    ...after,
    grants: after.grants.map((grant) => (grant.events.includes(event) ? withoutEvent(grant, last) : grant)),
    warnings: after.warnings.filter((found) => before.warnings.includes(found) || !isKnown(found)),
    confirmations: { ...before.confirmations, [listing]: event },
  };
}

function withoutEvent(grant: Grant, event: string | undefined): Grant {
  const place = event === undefined || event === grant.id ? -1 : grant.events.indexOf(event);
  if (place < 0) return grant;
  const isOther = (_: unknown, index: number): boolean => index !== place;
  return { ...grant, events: grant.events.filter(isOther), sources: grant.sources.filter(isOther) };
}
