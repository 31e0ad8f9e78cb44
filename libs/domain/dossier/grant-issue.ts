import type { Scheme } from '../scheme/scheme.js';
import { runsOn, startOf, type Act, type Grant } from './grant.js';
import type { Grants } from './grant-book.js';
import type { Mention } from './grant-mention.js';
import { running } from './grant-run.js';
import { arePeriodsApart, followed, unlessOlder } from './grant-succession.js';
import { areNear, combine, vouch } from './grant-vouch.js';

/**
 * A decision opens a grant. Told again by another source, it is the same one; what was announced around its start is part
 * of it; and what was only known to exist without a number gives way to it on the day it starts.
 */
export function issue(
  folded: Grants,
  { grant, day, event, source }: Mention & { says: 'issued' },
  scheme: Scheme,
): Grants {
  const issued = running(grant, scheme);
  const same = folded.grants.findLast((known) => isToldAgain(known, issued, scheme));
  if (same) return vouch(folded, same, issued, scheme);
  const announced = folded.grants.filter((known) => isAnnouncementOf(known, issued));
  const others = folded.grants.filter((known) => !announced.includes(known));
  const opened = announced.reduce((before, known) => combine(before, known, scheme), {
    grant: issued,
    warnings: folded.warnings,
  });
  const act = { day: startOf(opened.grant), event, source };
  const before = others.map((known) => givenWay(known, opened.grant, act, scheme));
  return { grants: [...before, unlessOlder(opened.grant, others, day, act, scheme)], warnings: opened.warnings };
}

/** The same decision from another source: numbers that agree, and about the same start; of reports, the same period. */
function isToldAgain(known: Grant, issued: Grant, { family }: Scheme): boolean {
  if (!known.issued || !areNear(known, issued) || known.ended?.how === 'absorbed') return false;
  if (known.decision !== undefined && issued.decision !== undefined) return known.decision === issued.decision;
  return family !== 'report' || !arePeriodsApart(known, issued);
}

const isAnnouncementOf = (known: Grant, issued: Grant): boolean =>
  !known.issued && known.decision === undefined && known.startSaid !== undefined && areNear(known, issued);

/** What was only known to exist, without number or end, is part of the one that starts; a report or attestation is followed. */
function givenWay(known: Grant, issued: Grant, act: Act, scheme: Scheme): Grant {
  const isVague = !known.issued && known.decision === undefined && known.validUntil === undefined;
  if (isVague && (runsOn(known, act.day) || startOf(known) > act.day))
    return { ...known, ended: { ...act, how: 'absorbed' } };
  return followed(known, issued, act, scheme);
}
