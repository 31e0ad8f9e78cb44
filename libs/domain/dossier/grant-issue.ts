import type { Scheme } from '../scheme/scheme.js';
import { runsOn, startOf, type Act, type Grant } from './grant.js';
import type { Grants } from './grant-book.js';
import type { Mention } from './grant-mention.js';
import { running } from './grant-run.js';
import { areNear, combine, vouch } from './grant-vouch.js';
import { areApart } from '../date/partial-date.js';

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
  const act = { day: startOf(issued), event, source };
  const before = others.map((known) => givenWay(known, opened.grant, act, scheme));
  return { grants: [...before, overtaken(opened.grant, others, day, act, scheme)], warnings: opened.warnings };
}

/** The same decision from another source: numbers that agree, and about the same start; of reports, the same period. */
function isToldAgain(known: Grant, issued: Grant, { family }: Scheme): boolean {
  if (!known.issued || !areNear(known, issued) || known.ended?.how === 'absorbed') return false;
  if (known.decision !== undefined && issued.decision !== undefined) return known.decision === issued.decision;
  return family !== 'report' || !arePeriodsApart(known, issued);
}

const arePeriodsApart = ({ validUntil: one }: Grant, { validUntil: other }: Grant): boolean =>
  one !== undefined && other !== undefined && areApart(one, other);

const isAnnouncementOf = (known: Grant, issued: Grant): boolean =>
  !known.issued && known.decision === undefined && known.startSaid !== undefined && areNear(known, issued);

/** Of what ran when another grant starts: a report or an attestation is followed, what has neither number nor end is it. */
function givenWay(known: Grant, issued: Grant, act: Act, { family }: Scheme): Grant {
  const runs = runsOn(known, act.day);
  if (!known.issued && known.decision === undefined && (runs || startOf(known) > act.day))
    return known.validUntil === undefined || startOf(known) > act.day
      ? { ...known, ended: { ...act, how: 'absorbed' } }
      : known;
  return family !== 'decision' && runs && !coversLater(known, issued, family)
    ? { ...known, ended: { ...act, how: 'succeeded' } }
    : known;
}

/** Of reports: one that covers a later period is not followed by an older one that comes to light afterwards. */
const coversLater = (known: Grant, issued: Grant, family: Scheme['family']): boolean =>
  family === 'report' && arePeriodsApart(known, issued) && (known.validUntil ?? '') > (issued.validUntil ?? '');

function overtaken(issued: Grant, others: readonly Grant[], day: string, act: Act, { family }: Scheme): Grant {
  const later = others.some((known) => runsOn(known, day) && coversLater(known, issued, family));
  return later ? { ...issued, ended: { ...act, how: 'succeeded' } } : issued;
}
