import { addDays, type Day } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import { isOpen } from '../dossier/flags.js';
import type { Reading } from '../dossier/reading.js';
import { targetsFrom } from '../dossier/target.js';
import type { Scheme } from '../scheme/scheme.js';
import { confirms } from '../source/source.js';
import { stateOf, type Deadline } from './deadline.js';

/** Every date that somebody promised; a later promise does not undo an earlier one. */
export function targetDues({ known, steps, grants, standpoint }: Reading, scheme: Scheme, day: Day): Deadline[] {
  const cancelled = standpoint.status === 'refused' || standpoint.status === 'abandoned';
  return targetsFrom(known, steps, grants, scheme).map(({ event, due, milestone, reached, confirmed }) => {
    const dates = { due, opens: addDays(earliest(due), -scheme.warningDays), lapses: null };
    const state = stateOf(dates, day, { met: reached !== null, cancelled });
    return { key: `target/${event}`, kind: 'target', ...dates, state, title: milestone, event, confirmed };
  });
}

/** An open dossier ought to be heard of before it counts as stale. Moves with every piece of news. */
export function stalenessDue(
  { known, standpoint, heard }: Reading,
  dossier: string,
  scheme: Scheme,
  day: Day,
): Deadline[] {
  const last = known.findLast((fact) => fact.day === heard);
  if (heard === null || !last) return [];
  const due = addDays(heard, scheme.staleAfterDays);
  const dates = { due, opens: addDays(due, -30), lapses: null };
  const state = stateOf(dates, day, { met: false, cancelled: !isOpen(standpoint.status) });
  const confirmed = last.event.source !== undefined && confirms(last.event.source);
  return [{ key: `staleness/${dossier}`, kind: 'staleness', ...dates, state, title: null, event: last.id, confirmed }];
}
