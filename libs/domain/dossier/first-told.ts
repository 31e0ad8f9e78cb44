import { z } from 'zod';
import { DaySchema } from '../date/day.js';
import { PartialDateSchema } from '../date/partial-date.js';
import { carries } from '../source/source.js';
import { ofType, type DatedFact } from './facts.js';

/** The first announcement of a dossier: where its way to an outcome begins for the public. */
export const FirstTold = z.strictObject({ occurred: PartialDateSchema, day: DaySchema, event: z.uuid() });
export type FirstTold = z.infer<typeof FirstTold>;

/** @param known what had happened by a day, in order */
export function firstTold(known: readonly DatedFact[]): FirstTold | null {
  const told = ofType(known, 'AnnouncementMade', 'IntentDeclared', 'TargetSet', 'ValidationIssued');
  const first = told.find(({ event }) => carries(event.source));
  return first ? { occurred: first.event.occurred, day: first.day, event: first.id } : null;
}
