import type { Day } from '../date/day.js';
import type { Scheme } from '../scheme/scheme.js';
import type { Status } from './status.js';

const IN_FORCE: ReadonlySet<Status> = new Set(['granted', 'granted-with-reservations']);

/** Labels that rest on the outcome: there is no certificate of its own, and the rule itself has dates. */
export const labelsOn = (scheme: Scheme, status: Status, day: Day): string[] =>
  IN_FORCE.has(status)
    ? scheme.labels
        .filter(({ from, until }) => from <= day && (until === undefined || day <= until))
        .map(({ slug }) => slug)
    : [];
