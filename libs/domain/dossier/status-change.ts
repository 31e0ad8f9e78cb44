import type { Day } from '../date/day.js';
import type { Schemes } from '../scheme/catalogue.js';
import { schemeOf } from './dossier.js';
import { type DossierFacts, type DossierRecord, factsOf } from './facts.js';
import { BEGINNING_OF_TIME, changePoints, spansOf } from './spans.js';
import { stateOn, type Status } from './status.js';

/** A status, and whether the authority has confirmed it, from a day on. */
export interface StatusFrom {
  from: Day;
  status: Status;
  confirmed: boolean;
}

/** How a change moves the status of a dossier, on any day, past or to come. */
export interface StatusChange {
  dossier: string;
  scheme: string;
  before: StatusFrom[];
  after: StatusFrom[];
}

/**
 * Compares the status of a dossier before and after a change, on every day; `undefined` if it is the same. Before its first
 * fact, and before it is opened, a dossier has the status of one that was just opened.
 */
export function statusChange(
  dossier: string,
  { before, after }: { before: DossierRecord; after: DossierRecord },
  schemes: { before: Schemes; after: Schemes },
): StatusChange | undefined {
  const facts = { before: factsOf(before.length > 0 ? before : after.slice(0, 1)), after: factsOf(after) };
  const then = facts.before ? statusesOf(facts.before, schemes.before) : [];
  const now = facts.after ? statusesOf(facts.after, schemes.after) : [];
  if (JSON.stringify(then) === JSON.stringify(now)) return undefined;
  return { dossier, scheme: facts.after?.scheme ?? '', before: then, after: now };
}

/** The status on every day, from the beginning of time. */
export function statusesOf(facts: DossierFacts, schemes: Schemes): StatusFrom[] {
  const scheme = schemeOf(facts.scheme, schemes);
  return spansOf([BEGINNING_OF_TIME, ...changePoints(facts, scheme)], (day) => {
    const { status, confirmed } = stateOn(facts, scheme, day).established;
    return { status, confirmed };
  }).map(({ from, value }) => ({ from, ...value }));
}
