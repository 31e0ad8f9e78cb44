import { addDays, addMonths, daysBetween } from '../date/day.js';
import type { Scheme } from '../scheme/scheme.js';
import { confirms, rank } from '../source/source.js';
import { startOf, type Grant, type GrantSaid } from './grant.js';
import { named, unnumberedOn, type Grants } from './grant-book.js';
import type { Mention } from './grant-mention.js';
import { running } from './grant-run.js';
import { followed, unlessOlder } from './grant-succession.js';
import { SAME_GRANT_DAYS, vouch } from './grant-vouch.js';

/** An announcement or a listing joins the grant running that day, unless it dates the next one; else it opens one. */
export function join(folded: Grants, said: Mention & { says: 'exists' }, scheme: Scheme): Grants {
  const word = running(wordOf(said, scheme), scheme);
  const known = named(folded, said.decision, said.day) ?? (said.decision ? unnumberedOn(folded, said.day) : undefined);
  if (known && !isNext(known, word, said, scheme)) return vouch(folded, known, word, scheme);
  const act = { day: startOf(word), event: said.event, source: said.source };
  const before = folded.grants.map((grant) => followed(grant, word, act, scheme));
  return { ...folded, grants: [...before, unlessOlder(word, folded.grants, said.day, act, scheme)] };
}

function wordOf(said: Mention & { says: 'exists' }, scheme: Scheme): GrantSaid {
  const { day, event, source, decision, validFrom, validUntil, startSaid } = said;
  const saidBy = { event, rank: rank(source) };
  return {
    id: event,
    opened: day,
    issued: false,
    decision,
    validFrom,
    ...(startSaid && { startSaid: saidBy }),
    validUntil,
    ...(validUntil !== undefined && { endSaid: saidBy }),
    conditions: [],
    reservations: [],
    sources: [source],
    events: [event],
    owed: listedOwed(said, scheme),
  };
}

/** Whom the authority lists has kept up its duties. */
const listedOwed = (
  { listed, source, day }: Mention & { says: 'exists' },
  { duties = [] }: Scheme,
): GrantSaid['owed'] =>
  listed && confirms(source)
    ? Object.fromEntries(duties.map(({ code, everyMonths }) => [code, addMonths(day, everyMonths)]))
    : {};

/**
 * Whether it tells of the grant that comes after: dated long after the start of the one in force, and, where that one
 * ends by itself, so late that its end is warned of.
 */
function isNext(known: Grant, word: Grant, { day }: { day: string }, { family, warningDays }: Scheme): boolean {
  if (!known.startSaid || !word.startSaid) return false;
  if (daysBetween(startOf(known), startOf(word)) < SAME_GRANT_DAYS) return false;
  return family !== 'decision' || (known.run.ends !== undefined && addDays(known.run.ends, -warningDays) <= day);
}
