import { earlier, type Day } from '../date/day.js';
import { earliest, latest, type PartialDate } from '../date/partial-date.js';
import type { DossierFact, DossierFacts } from '../dossier/facts.js';
import { memoizeLast } from '../memoize.js';
import { hasEffect } from '../event/dossier-events.js';
import { stateOf, type Deadline } from './deadline.js';

interface OfficerDeadline {
  /** As named by the officer. */
  key: string;
  due: PartialDate;
  opens: PartialDate | undefined;
  lapses: PartialDate | undefined;
  /** As the officer titled it, otherwise why they set it. */
  title: string | undefined;
  closed: 'met' | 'cancelled' | null;
  event: string;
}

/** The deadlines set by hand, according to all events on record. They apply at every `asOf`; only `knownAt` filters them. */
export const officerDeadlines = memoizeLast(({ dated, undated }: DossierFacts): readonly OfficerDeadline[] => {
  const deadlines = new Map<string, OfficerDeadline>();
  const told = [...dated, ...undated].filter(({ event }) => hasEffect(event, 'deadlines'));
  for (const fact of told.sort((a, b) => a.position - b.position)) {
    const next = after(fact, deadlines);
    if (next) deadlines.set(next.key, next);
  }
  return [...deadlines.values()];
});

function after(
  { id, event }: DossierFact,
  deadlines: ReadonlyMap<string, OfficerDeadline>,
): OfficerDeadline | undefined {
  if (event.type === 'DeadlineSet' || event.type === 'DeadlineMoved') {
    const { key, due, opens, lapses, title, reason } = event.data;
    const known = event.type === 'DeadlineMoved' ? deadlines.get(key)?.title : undefined;
    return { key, due, opens, lapses, title: title ?? known ?? reason, closed: null, event: id };
  }
  if (event.type !== 'DeadlineMet' && event.type !== 'DeadlineCancelled') return undefined;
  const known = deadlines.get(event.data.key);
  return known && { ...known, closed: event.type === 'DeadlineMet' ? 'met' : 'cancelled' };
}

/** The key under which a target is set aside: of its milestone and date, whoever announced it. */
export const targetKey = (milestone: string, due: PartialDate): string =>
  `target-${milestone}-${due}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 100);

/** The keys of the targets that an officer set aside. As for deadlines set by hand, only `knownAt` filters them. */
export const targetsSetAside = memoizeLast(
  ({ dated, undated }: DossierFacts): ReadonlySet<string> =>
    new Set(
      [...dated, ...undated].flatMap(({ event }) => (event.type === 'DeadlineCancelled' ? [event.data.key] : [])),
    ),
);

/** @param opensBefore the default opening day */
export const officerSetDeadlines = (
  facts: DossierFacts,
  dossier: string,
  opensBefore: (due: Day) => Day,
  day: Day,
): Deadline[] =>
  officerDeadlines(facts).map(({ key, due, opens, lapses, title = null, closed, event }) => {
    const dates = {
      due,
      opens: opens ? earlier(earliest(opens), earliest(due)) : opensBefore(earliest(due)),
      lapses: lapses ? latest(lapses) : null,
    };
    const state = stateOf(dates, day, { met: closed === 'met', cancelled: closed === 'cancelled' });
    return {
      key: `officer-set/${dossier}/${key}`,
      kind: 'officer-set',
      ...dates,
      state,
      title,
      event,
      confirmed: true,
    };
  });
