import { daysBetween } from '../date/day.js';
import { earliest, latest, type PartialDate } from '../date/partial-date.js';
import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import { carries } from '../source/source.js';
import type { DatedFact } from './facts.js';
import { runsOn, startOf, type Grant } from './grant.js';
import { act, delist, keepUp } from './grant-acts.js';
import { named, replace, unnumberedOn, warn, type Grants } from './grant-book.js';
import { mention, type Mention } from './grant-mention.js';
import { running } from './grant-run.js';
import { resumingFold } from './resuming-fold.js';
import type { Contradiction } from './warning.js';

/** An announcement this long before a decision, or longer, is of another grant. */
const SAME_GRANT_DAYS = 183;

export const grantsFrom = resumingFold<Grants, DatedFact, Scheme>(
  { grants: [], warnings: [] },
  (folded, fact, scheme) => {
    if (!fact.event.source || !carries(fact.event.source)) return folded;
    const said = mention(fact);
    if (said) return apply(folded, said, scheme);
    return reachesOutcome(fact, scheme) ? join(folded, announcedBy(fact), scheme) : folded;
  },
);

/** The milestone that *is* the outcome (J3) says what an announcement of the grant says. */
const reachesOutcome = ({ event }: DatedFact, scheme: Scheme): boolean =>
  event.type === 'MilestoneReached' &&
  scheme.milestones[milestoneIndex(scheme, event.data.milestone)]?.gives === 'granted';

const announcedBy = (fact: DatedFact) => ({
  says: 'exists' as const,
  day: fact.day,
  event: fact.id,
  source: fact.event.source ?? { kind: 'other' as const, publisher: '' },
  validFrom: fact.event.occurred ?? fact.day,
  startSaid: true,
});

function apply(folded: Grants, said: Mention, scheme: Scheme): Grants {
  switch (said.says) {
    case 'issued':
      return issue(folded, said, scheme);
    case 'exists':
      return join(folded, said, scheme);
    case 'not-listed':
      return delist(folded, said);
    case 'kept-up':
      return keepUp(folded, said, scheme);
    case 'suspended':
      return act(folded, said, (grant) => ({ ...grant, suspended: said }));
    case 'reinstated':
      return act(folded, said, (grant) => ({ ...grant, suspended: undefined }));
    case 'withdrawn':
      return act(folded, said, (grant) => ({ ...grant, ended: { ...said, how: 'withdrawn' } }));
    case 'reservations-lifted':
      return act(folded, said, (grant) => ({ ...grant, reservations: [] }));
  }
}

/** A decision opens a grant and absorbs what was known of it without a number; the same decision again adds its word. */
function issue(folded: Grants, said: Mention & { says: 'issued' }, scheme: Scheme): Grants {
  const issued = running(said.grant, scheme);
  const start = startOf(issued);
  const same = folded.grants.find(
    (grant) => grant.decision !== undefined && grant.decision === issued.decision && startOf(grant) === start,
  );
  if (same) return vouch(folded, same, issued, scheme);
  const stays = (grant: Grant) => isOfItsOwn(grant, scheme) || !(runsOn(grant, start) || startOf(grant) > start);
  const absorbed = folded.grants.filter((grant) => !stays(grant));
  const near = absorbed.filter((grant) => Math.abs(daysBetween(startOf(grant), start)) < SAME_GRANT_DAYS);
  const before = succeeded(folded.grants.filter(stays), said, start, scheme);
  return warn({ ...folded, grants: [...before, issued] }, ...near.flatMap((grant) => startDiffers(issued, grant)));
}

/** What has a number is never part of another; reports and attestations have none, and are as good without. */
const isOfItsOwn = ({ decision, issued }: Grant, { family }: Scheme): boolean =>
  decision !== undefined || (issued && family !== 'decision');

/** A new report takes over from the one before, and so does a new attestation of a duty; decisions stand side by side. */
const succeeded = (grants: readonly Grant[], said: Mention, start: string, { family }: Scheme): Grant[] =>
  grants.map((grant) =>
    family !== 'decision' && runsOn(grant, start)
      ? { ...grant, ended: { day: start, event: said.event, source: said.source, how: 'succeeded' } }
      : grant,
  );

/** An announcement or a listing joins the grant running that day, else opens one without a number. */
function join(folded: Grants, said: Mention & { says: 'exists' }, scheme: Scheme): Grants {
  const { says: _, day, event, source, ...validity } = said;
  const nothing = { issued: false, conditions: [], reservations: [], kept: {} };
  const opened = running(
    { id: event, opened: day, ...nothing, sources: [source], events: [event], ...validity },
    scheme,
  );
  const joined = named(folded, said.decision, day) ?? (said.decision ? unnumberedOn(folded, day) : undefined);
  return joined ? vouch(folded, joined, opened, scheme) : { ...folded, grants: [...folded.grants, opened] };
}

/** Adds the word of another source to a grant that is known. What is known stands; what is not is filled in. */
function vouch(folded: Grants, known: Grant, word: Grant, scheme: Scheme): Grants {
  const joined = running(
    {
      ...known,
      decision: known.decision ?? word.decision,
      validUntil: known.validUntil ?? word.validUntil,
      sources: [...known.sources, ...word.sources],
      events: [...known.events, ...word.events],
    },
    scheme,
  );
  return warn(replace(folded, known, joined), ...endDiffers(known, word), ...startDiffers(known, word));
}

function endDiffers(known: Grant, word: Grant): Contradiction[] {
  if (!known.validUntil || !word.validUntil || !areApart(known.validUntil, word.validUntil)) return [];
  const text = `one source says valid until ${known.validUntil}, another until ${word.validUntil}`;
  return [{ code: 'end-differs', text, events: [known.id, ...word.events] }];
}

function startDiffers(known: Grant, word: Grant): Contradiction[] {
  if (!known.startSaid || !word.startSaid || !areApart(known.validFrom, word.validFrom)) return [];
  const text = `one source says granted on ${known.validFrom}, another on ${word.validFrom}`;
  return [{ code: 'start-differs', text, events: [known.id, ...word.events] }];
}

/** Dates of different precision agree when there is a day that both can mean. */
const areApart = (a: PartialDate, b: PartialDate): boolean => latest(a) < earliest(b) || latest(b) < earliest(a);
