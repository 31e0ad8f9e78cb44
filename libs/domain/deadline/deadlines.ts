import { addDays, type Day } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import type { DossierFacts } from '../dossier/facts.js';
import { targetsFrom } from '../dossier/progress.js';
import { type DossierState, isOpen, type EstablishedStatus, stateOn, type Status } from '../dossier/status.js';
import { lastActivity } from '../dossier/activity.js';
import { type Span, spansOf, changePoints } from '../dossier/spans.js';
import type { Scheme } from '../scheme/scheme.js';
import { confirms } from '../source/source.js';
import { type Deadline, lastDay, stateOf } from './deadline.js';
import { familyDeadlines, grantDeadlines, surveillanceDeadlines } from './grant-deadlines.js';
import { officerSetDeadlines, targetKey, targetsSetAside } from './officer-deadlines.js';
import { transitionDeadlines } from './transition-deadlines.js';

/** Every deadline of one dossier derived from the facts up to a day, with its state on that day. */
export function deadlinesOf(dossier: string, facts: DossierFacts, scheme: Scheme, day: Day): Deadline[] {
  const state = stateOn(facts, scheme, day);
  return [
    ...grantDeadlines(state, scheme, day),
    ...transitionDeadlines(state, dossier, scheme, day),
    ...familyDeadlines(state, scheme, day),
    ...surveillanceDeadlines(state, scheme, day),
    ...targetDeadlines(state, targetsSetAside(facts), scheme, day),
    ...stalenessDeadline(state, dossier, scheme, day),
    ...officerSetDeadlines(facts, dossier, (due) => addDays(due, -scheme.warningDays), day),
  ];
}

/** The deadlines for every day since the start of the dossier: by key, the spans over which the deadline is constant. */
export function deadlineSpans(dossier: string, facts: DossierFacts, scheme: Scheme): Map<string, Span<Deadline>[]> {
  const days = changePoints(facts, scheme);
  const begins = days[0] ?? '';
  const deadlines = spansOf(days, (day) => deadlinesOf(dossier, facts, scheme, day)).flatMap(({ value }) => value);
  const lapsing = deadlines.map((deadline) => addDays(lastDay(deadline), 1)).filter((day) => day > begins);
  const byKey = new Map<string, Span<Deadline>[]>();
  for (const { from, to, value } of spansOf([...days, ...lapsing], (day) => deadlinesOf(dossier, facts, scheme, day)))
    for (const deadline of value) extend(byKey, deadline, from, to);
  return byKey;
}

/** An equal deadline in the next span extends the last one; a deadline may also disappear and reappear. */
function extend(byKey: Map<string, Span<Deadline>[]>, deadline: Deadline, from: Day, to: Day): void {
  const spans = byKey.get(deadline.key) ?? [];
  const last = spans.at(-1);
  if (last && addDays(last.to, 1) === from && JSON.stringify(last.value) === JSON.stringify(deadline)) last.to = to;
  else spans.push({ from, to, value: deadline });
  byKey.set(deadline.key, spans);
}

/**
 * The deadlines of a dossier on one day, equal to those of `deadlineSpans`, and the first later day on which they may change
 * by the passage of time; `null`: there is none.
 */
export function deadlinesOn(
  dossier: string,
  facts: DossierFacts,
  scheme: Scheme,
  day: Day,
): { deadlines: Deadline[]; nextChange: Day | null } {
  const points = changePoints(facts, scheme, day);
  const begun = (points[0] ?? '') <= day;
  const deadlines = begun ? deadlinesOf(dossier, facts, scheme, day) : [];
  for (const deadline of deadlines) if (deadline.state === 'open') points.push(addDays(lastDay(deadline), 1));
  return { deadlines, nextChange: firstAfter(day, points) };
}

function firstAfter(day: Day, points: readonly Day[]): Day | null {
  let first: Day | null = null;
  for (const point of points) if (point > day && (first === null || point < first)) first = point;
  return first;
}

/** Every target date; a later target does not replace an earlier one. Cancelled by a decision, or set aside by an officer. */
function targetDeadlines(
  { known, countedSteps, grants, established }: DossierState,
  setAside: ReadonlySet<string>,
  scheme: Scheme,
  day: Day,
): Deadline[] {
  const isOver = established.status === 'refused' || established.status === 'abandoned';
  return targetsFrom(known, countedSteps, grants, scheme).map(({ event, due, milestone, reached, confirmed }) => {
    const dates = { due, opens: addDays(earliest(due), -scheme.warningDays), lapses: null };
    const cancelled = isOver || setAside.has(targetKey(milestone, due));
    const state = stateOf(dates, day, { met: reached !== null, cancelled });
    return { key: `target/${event}`, kind: 'target', ...dates, state, title: milestone, event, confirmed };
  });
}

/** The day on which an open dossier becomes stale; moves with every activity, and with acts alone once they made a grant. */
function stalenessDeadline(
  { known, facts, established }: DossierState,
  dossier: string,
  scheme: Scheme,
  day: Day,
): Deadline[] {
  const open = isOpen(established.status);
  const last = lastActivity(open ? known : facts.filter((fact) => fact.day <= day));
  if (!last) return [];
  const due = addDays(last.day, scheme.staleAfterDays);
  const dates = { due, opens: addDays(due, -30), lapses: null };
  const state = stateOf(dates, day, { met: false, cancelled: !open });
  const confirmed = last.event.source !== undefined && confirms(last.event.source);
  return [{ key: `staleness/${dossier}`, kind: 'staleness', ...dates, state, title: null, event: last.id, confirmed }];
}

/** The end of a grant is also a deadline of every active dossier that depends on it. */
export const dependencyEnd = (dependent: string, end: Deadline): Deadline => ({
  ...end,
  key: `dependency-end/${dependent}/${end.key}`,
  kind: 'dependency-end',
});

/** The key by which an end is sorted right before the deadlines that it causes. */
export const causeFirst = (key: string): string => key.replace(/^dependency-end\/[^/]*\/(.*)$/, '$1 $&');

const OVER: ReadonlySet<Status> = new Set(['expired', 'lapsed', 'withdrawn', 'refused', 'abandoned']);

/** Whether a dossier has a grant or may still get one. */
export const isActive = ({ status }: Pick<EstablishedStatus, 'status'>): boolean => !OVER.has(status);
