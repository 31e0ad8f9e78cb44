import type { Day } from '../date/day.js';
import type { PartialDate } from '../date/partial-date.js';
import { carries } from '../source/source.js';
import { ofType, type DatedFact } from './facts.js';

/** Where a way to an outcome begins for those who look on. */
export interface FirstTold {
  occurred: PartialDate;
  day: Day;
  event: string;
}

/** @param known what had happened by a day, in order */
export function firstTold(known: readonly DatedFact[]): FirstTold | null {
  const told = ofType(known, 'AnnouncementMade', 'IntentDeclared', 'TargetSet', 'ValidationIssued');
  const first = told.find(({ event }) => carries(event.source));
  return first ? { occurred: first.event.occurred, day: first.day, event: first.id } : null;
}
