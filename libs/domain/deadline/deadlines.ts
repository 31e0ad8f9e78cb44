import { addDays, type Day } from '../date/day.js';
import type { DossierFacts } from '../dossier/facts.js';
import { readingOn } from '../dossier/reading.js';
import { spansOf, turningDays, type Span } from '../dossier/spans.js';
import type { Scheme } from '../scheme/scheme.js';
import { lastDay, type Deadline } from './deadline.js';
import { familyDeadlines } from './family-deadlines.js';
import { grantDeadlines, surveillanceDues } from './grant-deadlines.js';
import { officerSet } from './officer-deadlines.js';
import { stalenessDue, targetDues } from './progress-deadlines.js';
import { transitionDeadlines } from './transition-deadlines.js';

/** Every deadline of one dossier that had come up by a day, as it stands on that day. They fall out of the facts. */
export function deadlinesOf(dossier: string, facts: DossierFacts, scheme: Scheme, day: Day): Deadline[] {
  const reading = readingOn(facts, scheme, day);
  return [
    ...grantDeadlines(reading, scheme, day),
    ...transitionDeadlines(reading, dossier, scheme, day),
    ...familyDeadlines(reading, scheme, day),
    ...surveillanceDues(reading, scheme, day),
    ...targetDues(reading, scheme, day),
    ...stalenessDue(reading, dossier, scheme, day),
    ...officerSet(facts, dossier, (due) => addDays(due, -scheme.warningDays), day),
  ];
}

/** The same for every day since the dossier began: per key, the stretches over which the deadline stays the same. */
export function deadlineSpans(dossier: string, facts: DossierFacts, scheme: Scheme): Map<string, Span<Deadline>[]> {
  const days = turningDays(facts, scheme);
  const begins = days[0] ?? '';
  const once = spansOf(days, (day) => deadlinesOf(dossier, facts, scheme, day)).flatMap(({ value }) => value);
  const lapsing = once.map((deadline) => addDays(lastDay(deadline), 1)).filter((day) => day > begins);
  const byKey = new Map<string, Span<Deadline>[]>();
  for (const { from, to, value } of spansOf([...days, ...lapsing], (day) => deadlinesOf(dossier, facts, scheme, day)))
    for (const deadline of value) extend(byKey, deadline, from, to);
  return byKey;
}

/** A deadline that is the same in the next stretch goes on; it may also come, go and come back. */
function extend(byKey: Map<string, Span<Deadline>[]>, deadline: Deadline, from: Day, to: Day): void {
  const spans = byKey.get(deadline.key) ?? [];
  const last = spans.at(-1);
  if (last && addDays(last.to, 1) === from && JSON.stringify(last.value) === JSON.stringify(deadline)) last.to = to;
  else spans.push({ from, to, value: deadline });
  byKey.set(deadline.key, spans);
}
