import { daysBetween } from '../date/day.js';
import { areApart, earliest } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import type { AboutGrant } from '../warning/warning.js';
import { startOf, type Grant, type SaidBy } from './grant.js';
import { replace, type Grants } from './grant-book.js';
import { running } from './grant-run.js';

/** Starts that are this far apart, or farther, are those of two grants. */
export const SAME_GRANT_DAYS = 183;

export const areNear = (one: Grant, other: Grant): boolean =>
  Math.abs(daysBetween(startOf(one), startOf(other))) < SAME_GRANT_DAYS;

/** Adds the word of another source to a grant that is known. */
export function vouch(folded: Grants, known: Grant, word: Grant, scheme: Scheme): Grants {
  const { grant, warnings } = combine({ grant: known, warnings: folded.warnings }, word, scheme);
  return { ...replace(folded, known, grant), warnings };
}

interface Combined {
  grant: Grant;
  warnings: readonly AboutGrant[];
}

/** What is known stands, but for dates that a better source says otherwise; what is not known is filled in. */
export function combine({ grant: known, warnings }: Combined, word: Grant, scheme: Scheme): Combined {
  const start = isBetterStart(known, word) ? word : known;
  const end = isBetter(word.endSaid, known.endSaid) ? word : known;
  const grant = running(
    {
      ...known,
      issued: known.issued || word.issued,
      decision: known.decision ?? word.decision,
      validFrom: start.validFrom,
      startSaid: start.startSaid,
      validUntil: end.validUntil,
      endSaid: end.endSaid,
      conditions: known.conditions.length > 0 ? known.conditions : word.conditions,
      reservations: known.reservations.length > 0 ? known.reservations : word.reservations,
      referential: known.referential ?? word.referential,
      level: known.level ?? word.level,
      authority: known.authority ?? word.authority,
      sources: [...known.sources, ...word.sources],
      events: [...known.events, ...word.events],
      owed: { ...known.owed, ...word.owed },
    },
    scheme,
  );
  return { grant, warnings: [...warnings, ...startDiffers(known, word), ...endDiffers(known, word)] };
}

const isBetter = (word: SaidBy | undefined, known: SaidBy | undefined): boolean =>
  word !== undefined && (known === undefined || word.rank < known.rank);

/** Who only saw it on a day is told by another when it had begun, if that was before. */
const isBetterStart = (known: Grant, word: Grant): boolean =>
  isBetter(word.startSaid, known.startSaid) &&
  (known.startSaid ? areNear(known, word) : earliest(word.validFrom) <= startOf(known));

function startDiffers(known: Grant, word: Grant): AboutGrant[] {
  if (!known.startSaid || !word.startSaid || !areNear(known, word)) return [];
  if (!areApart(known.validFrom, word.validFrom)) return [];
  const [better, other] = isBetter(word.startSaid, known.startSaid) ? [word, known] : [known, word];
  const params = { from: better.validFrom, other: other.validFrom };
  const events = [better.startSaid?.event ?? better.id, other.startSaid?.event ?? other.id];
  return [{ code: 'start-differs', params, events, about: known.id }];
}

function endDiffers(known: Grant, word: Grant): AboutGrant[] {
  if (!known.validUntil || !word.validUntil || !areApart(known.validUntil, word.validUntil)) return [];
  const [better, other] = isBetter(word.endSaid, known.endSaid) ? [word, known] : [known, word];
  const params = { until: better.validUntil ?? '', other: other.validUntil ?? '' };
  const events = [better.endSaid?.event ?? better.id, other.endSaid?.event ?? other.id];
  return [{ code: 'end-differs', params, events, about: known.id }];
}
