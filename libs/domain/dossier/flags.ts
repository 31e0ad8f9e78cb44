import { addDays, type Day } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { carries } from '../source/source.js';
import type { DatedFact } from './facts.js';
import { printedEnd, runsOn, startOf, type Grant } from './grant.js';
import type { Status } from './status.js';

const OPEN: ReadonlySet<Status> = new Set(['announced', 'applied', 'in-progress', 'renewing']);

/** Whether somebody is still waiting for an outcome. */
export const isOpen = (status: Status): boolean => OPEN.has(status);

const HOUSEKEEPING: ReadonlySet<DatedFact['event']['type']> = new Set([
  'DossierOpened',
  'GrantExpired',
  'DeadlineSet',
  'DeadlineMoved',
  'DeadlineMet',
  'DeadlineCancelled',
]);

/** The day of the last news, housekeeping and hearsay not counted. */
export const lastHeard = (facts: readonly DatedFact[]): Day | null =>
  facts.findLast(({ event }) => !HOUSEKEEPING.has(event.type) && event.source && carries(event.source))?.day ?? null;

/** The day from which a dossier last heard of on `heard` counts as silent. */
const silentFrom = (heard: Day, scheme: Scheme): Day => addDays(heard, scheme.staleAfterDays + 1);

export const isStale = (status: Status, heard: Day | null, scheme: Scheme, day: Day): boolean =>
  isOpen(status) && heard !== null && silentFrom(heard, scheme) <= day;

/** The day from which a grant counts as expiring; `undefined` when it has no end on record. */
const warnsFrom = (grant: Grant, scheme: Scheme): Day | undefined =>
  grant.validUntil && addDays(earliest(grant.validUntil), -scheme.warningDays);

/** A grant in force ends within the scheme's warning window, and no other one takes over. */
export const isExpiring = (grants: readonly Grant[], scheme: Scheme, day: Day): boolean =>
  grants.some((grant) => {
    const warns = warnsFrom(grant, scheme);
    return warns !== undefined && warns <= day && runsOn(grant, day) && !successorOf(grant, grants);
  });

/** A grant that is in force on the day after another one's end. */
export const successorOf = (grant: Grant, grants: readonly Grant[]): Grant | undefined =>
  grants.find(
    (other) =>
      other !== grant &&
      !other.ended &&
      startOf(other) <= addDays(printedEnd(grant), 1) &&
      printedEnd(other) > printedEnd(grant),
  );
