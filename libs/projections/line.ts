import { addDays, earlier, type Day } from '#domain/date/day.js';
import { earliest, latest, type PartialDate } from '#domain/date/partial-date.js';
import { lastDay, type Deadline } from '#domain/deadline/deadline.js';
import { happenedBy, type DossierFacts } from '#domain/dossier/facts.js';
import { isHousekeeping } from '#domain/dossier/flags.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { outlineOn, type Outline } from '#domain/dossier/outline.js';
import type { Scheme } from '#domain/scheme/scheme.js';

/** What the officers' board says of a dossier on a day: where it stands, what is next, what was last. */
export interface Line extends Pick<
  Outline,
  'provider' | 'status' | 'confirmed' | 'expiring' | 'stale' | 'grantEnd' | 'stage'
> {
  scheme: string;
  service: string | null;
  /** How many deadlines were missed. */
  overdue: number;
  /** The last day of the one that was missed last. */
  missed: Day | null;
  /** The soonest open deadline. */
  next: (Pick<Deadline, 'key' | 'kind' | 'due' | 'lapses' | 'title'> & { day: Day }) | null;
  /** What happened last. */
  news: { type: DossierEvent['type']; occurred: PartialDate; day: Day } | null;
}

/** @param deadlines all of the dossier, as they stand on the day */
export function lineOn(facts: DossierFacts, scheme: Scheme, day: Day, deadlines: readonly Deadline[]): Line {
  const { provider, service, status, confirmed, expiring, stale, grantEnd, stage } = outlineOn(facts, scheme, day);
  const missed = deadlines.filter(({ state }) => state === 'missed').map(lastDay);
  return {
    ...{ provider, status, confirmed, expiring, stale, grantEnd, stage },
    scheme: scheme.slug,
    service: service?.name ?? null,
    overdue: missed.length,
    missed: missed.sort().at(-1) ?? null,
    next: soonest(deadlines, day),
    news: newsBy(facts, day),
  };
}

/** The next day on which another deadline may be the soonest although none of them changes its state. */
export const soonestTurns = (deadlines: readonly Deadline[], day: Day): Day | undefined =>
  deadlines
    .filter(({ state, due, lapses }) => state === 'open' && lapses !== null && day <= latest(due))
    .map(({ due }) => addDays(latest(due), 1))
    .reduce<Day | undefined>((first, turn) => (first === undefined ? turn : earlier(first, turn)), undefined);

function soonest(deadlines: readonly Deadline[], on: Day): Line['next'] {
  const open = deadlines
    .filter(({ state }) => state === 'open')
    .map((deadline) => ({ deadline, day: aheadOf(deadline, on) }));
  const [first] = open.sort(
    (a, b) =>
      compare(a.day, b.day) || compare(b.deadline.due, a.deadline.due) || compare(a.deadline.key, b.deadline.key),
  );
  if (!first) return null;
  const { key, kind, due, lapses, title } = first.deadline;
  return { key, kind, due, lapses, title, day: first.day };
}

/** The day to look out for: once all of `due` is over, the last on which acting helps. */
const aheadOf = (deadline: Deadline, day: Day): Day =>
  latest(deadline.due) < day ? lastDay(deadline) : earliest(deadline.due);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function newsBy(facts: DossierFacts, day: Day): Line['news'] {
  const last = happenedBy(facts, day).findLast(({ event }) => !isHousekeeping(event.type));
  return last?.event.occurred === undefined
    ? null
    : { type: last.event.type, occurred: last.event.occurred, day: last.day };
}
