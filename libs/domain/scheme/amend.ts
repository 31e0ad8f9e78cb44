import type { z } from 'zod';
import { assertAmendable } from '../correction/amend.js';
import { merge } from '../correction/live.js';
import type { Amendment } from '../event/amendment-events.js';
import { SchemeEventSchema, type SchemeEvent } from '../event/ledger-event.js';
import { reason, Refusal, refuse } from '../refusal.js';
import { problemsOf } from '../validation.js';
import { assertKeepsMilestones } from './kept-milestones.js';
import { SchemeSchema, type Scheme } from './scheme.js';
import { schemeIn, versionsIn, type SchemeRecord } from './scheme-record.js';
import { written } from './written.js';

type Correction = Extract<Amendment, { type: 'EventCorrected' }>;

/**
 * Corrects or retracts what was published of a scheme, or an amendment of it. What a version is corrected to is a scheme
 * as good as one that is published.
 *
 * @param builtIn the one of its slug that every ledger starts with
 * @throws Refusal unknown-scheme, unknown-event, already-retracted, amendment-invalid, milestone-dropped
 */
export function amendScheme(record: SchemeRecord, amendment: Amendment, builtIn: Scheme | undefined): SchemeEvent[] {
  if (record.length === 0 && !builtIn) throw refuse('unknown-scheme', 'id', 'scheme-missing');
  assertAmendable(record, amendment, SchemeEventSchema);
  const after = [...record, ...record.slice(-1).map((last) => ({ ...last, id: '', event: amendment }))];
  if (amendment.type === 'EventRetracted') assertFallsBack(record, after);
  else assertFollow(record, after, builtIn, assertSound(record, amendment, 'data'));
  return [amendment];
}

/**
 * Whether a correction makes a sound version, or a sound correction of one, of what it aims at.
 *
 * @param at where the correction stands in what was asked
 * @returns where the scheme stands that it puts in place, if it does
 */
function assertSound(record: SchemeRecord, { data: { event, changes } }: Correction, at: string): string {
  const target = record.find(({ id }) => id === event);
  const corrected = target && merge(target.event, changes);
  const { success, error, data } = SchemeEventSchema.safeParse(corrected);
  if (!success) throw invalid(error, corrected, `${at}.changes`);
  if (data.type === 'EventCorrected' && changes.data?.['changes'] !== undefined)
    return assertSound(record, data, `${at}.changes.data`);
  if (data.type !== 'SchemePublished' || changes.data?.['scheme'] === undefined) return `${at}.changes`;
  const field = `${at}.changes.data.scheme`;
  assertScheme(data.data.scheme, schemeIn(record), field);
  return field;
}

function assertScheme(scheme: Scheme, now: Scheme | undefined, field: string): void {
  const { success, error } = SchemeSchema.safeParse(scheme);
  if (!success) throw invalid(error, scheme, field);
  if (now && scheme.slug !== now.slug)
    throw refuse('amendment-invalid', `${field}.slug`, 'scheme-slug-fixed', { slug: now.slug });
}

/** A version that reads otherwise from now on keeps the milestones of the one before it, as it has to when it is published. */
function assertFollow(record: SchemeRecord, after: SchemeRecord, builtIn: Scheme | undefined, field: string): void {
  const before = new Map(versionsIn(record).map(({ id, scheme }) => [id, written(scheme)]));
  let previous = builtIn;
  for (const { id, scheme } of versionsIn(after)) {
    if (previous && written(scheme) !== before.get(id)) assertKeepsMilestones(previous, scheme, `${field}.milestones`);
    previous = scheme;
  }
}

/** What a retraction brings back keeps the milestones of what holds until then. */
function assertFallsBack(record: SchemeRecord, after: SchemeRecord): void {
  const [before, back] = [schemeIn(record), schemeIn(after)];
  if (before && back) assertKeepsMilestones(before, back, 'data.event');
}

const invalid = ({ issues }: z.core.$ZodError, value: unknown, at: string): Refusal =>
  new Refusal('amendment-invalid', reason('corrected-event-invalid'), problemsOf(issues, value, at));
