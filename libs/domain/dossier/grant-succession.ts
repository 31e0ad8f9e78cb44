import { areApart, latest } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { runsOn, type Act, type Grant } from './grant.js';

/** A report or an attestation that runs when the next one starts is followed by it; decisions stand side by side. */
export const followed = (known: Grant, next: Grant, act: Act, { family }: Scheme): Grant =>
  family !== 'decision' && runsOn(known, act.day) && !(family === 'report' && coversLater(known, next))
    ? { ...known, ended: { ...act, how: 'succeeded' } }
    : known;

/** A report on an older period, which comes to light while a newer one runs, is followed by that at once. */
export function unlessOlder(next: Grant, others: readonly Grant[], day: string, act: Act, { family }: Scheme): Grant {
  const older = family === 'report' && others.some((known) => runsOn(known, day) && coversLater(known, next));
  return older ? { ...next, ended: { ...act, how: 'succeeded' } } : next;
}

/** Whether both name the end of their periods, and those cannot be the same. */
export const arePeriodsApart = ({ validUntil: one }: Grant, { validUntil: other }: Grant): boolean =>
  one !== undefined && other !== undefined && areApart(one, other);

const coversLater = (known: Grant, next: Grant): boolean =>
  known.validUntil !== undefined &&
  next.validUntil !== undefined &&
  areApart(known.validUntil, next.validUntil) &&
  latest(known.validUntil) > latest(next.validUntil);
