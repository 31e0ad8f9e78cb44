import type { DossierGrants } from '#projections/list-grants.js';
import { END_OF_TIME, earlier, later, type Day } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import type { GrantView } from '#domain/dossier/standing.js';

/** What is drawn of a grant. */
export interface Bar {
  id: string;
  state: GrantView['state'];
  confirmed: boolean;
  from: Day;
  /** The last day; `undefined`: none is known. */
  to: Day | undefined;
}

/** A dossier has few as a rule; of one with many, the last are shown. */
const MOST = 6;

/** The latest grants first; the others are counted. */
export function latestOf({ grants }: Pick<DossierGrants, 'grants'>): { shown: GrantView[]; older: number } {
  const sorted = grants.toSorted((a, b) => (earliest(a.validFrom) < earliest(b.validFrom) ? 1 : -1));
  return { shown: sorted.slice(0, MOST), older: Math.max(0, sorted.length - MOST) };
}

/** One that ended as it began is drawn as one day. */
export function barOf({ id, state, confirmed, validFrom, runsUntil }: GrantView): Bar {
  const from = earliest(validFrom);
  const to = runsUntil === null || runsUntil === END_OF_TIME ? undefined : later(from, runsUntil);
  return { id, state, confirmed, from, to };
}

/** Every day that the picture has to reach, `today` and the day looked at among them. */
export function daysOf(bars: readonly Bar[], moments: readonly Day[]): Day[] {
  const ends = bars.flatMap(({ from, to }) => [from, ...(to === undefined ? [] : [to])]);
  return [...ends, ...moments].map((day) => earlier(day, LATEST));
}

/** A validity of centuries is a mistake, and would leave no room for the others. */
const LATEST: Day = '2099-12-31';
