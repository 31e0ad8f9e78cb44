import type { z } from 'zod';
import { type Amendment, assertAmendable, liveEvents, merge } from '../event/corrections.js';
import { type OnRecord, recordModel, type SchemeEvent, SchemeEventSchema } from '../event/ledger-event.js';
import { reason, Refusal, refuse } from '../refusal.js';
import { problemsOf } from '../validation.js';
import { canonical } from '../text/canonical.js';
import { readAs } from '../text/hidden-characters.js';
import { type Scheme, SchemeSchema } from './scheme.js';

/** All publications and amendments of a scheme, in order of position. */
export type SchemeRecord = readonly OnRecord<SchemeEvent>[];

export const schemeModel = recordModel<SchemeEvent>();

/** The versions that are not retracted, oldest first, each as corrected. */
const versionsIn = (record: SchemeRecord) =>
  liveEvents(record, SchemeEventSchema).map(({ id, event }) => ({ id, scheme: event.data.scheme }));

/** The current scheme; `undefined` if none is published. */
export const schemeIn = (record: SchemeRecord): Scheme | undefined => versionsIn(record).at(-1)?.scheme;

/**
 * Publishes a new scheme, or a new version that applies from its recording.
 *
 * @param scheme valid by itself
 * @param builtIn the built-in scheme of that slug, if there is one
 * @throws Refusal unchanged, milestone-dropped
 */
export function publishScheme(record: SchemeRecord, scheme: Scheme, builtIn: Scheme | undefined): SchemeEvent[] {
  const before = schemeIn(record) ?? builtIn;
  if (before) assertFollows(before, scheme);
  return [{ type: 'SchemePublished', data: { scheme } }];
}

function assertFollows(before: Scheme, scheme: Scheme): void {
  if (canonical(before) === canonical(scheme))
    throw refuse('unchanged', 'slug', 'scheme-unchanged', { slug: scheme.slug });
  assertKeepsMilestones(before, scheme, 'milestones');
}

type Correction = Extract<Amendment, { type: 'EventCorrected' }>;

/**
 * Corrects or retracts a publication of a scheme, or an amendment of it. A corrected version is validated like a
 * published one.
 *
 * @param builtIn the built-in scheme of that slug, if there is one
 * @throws Refusal not-found, unknown-reference, already-retracted, amendment-invalid, milestone-dropped
 */
export function amendScheme(record: SchemeRecord, amendment: Amendment, builtIn: Scheme | undefined): SchemeEvent[] {
  if (record.length === 0 && !builtIn) throw refuse('not-found', 'id', 'scheme-missing');
  assertAmendable(record, amendment, SchemeEventSchema);
  const after = [...record, ...record.slice(-1).map((last) => ({ ...last, id: '', event: amendment }))];
  if (amendment.type === 'EventRetracted') assertFallsBack(record, after);
  else assertFollow(record, after, builtIn, assertSound(record, amendment, 'data'));
  return [amendment];
}

/**
 * Checks that a correction results in a valid version, or in a valid correction of one.
 *
 * @param at the path of the correction in the request
 * @returns the path of the scheme that it replaces, if it does
 */
function assertSound(record: SchemeRecord, { data: { event, changes } }: Correction, at: string): string {
  const target = record.find(({ id }) => id === event);
  const corrected = target && merge(target.event, changes);
  const { success, error, data } = readAs(SchemeEventSchema, corrected);
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

/** A corrected version must keep the milestones of the version before it, like a published one. */
function assertFollow(record: SchemeRecord, after: SchemeRecord, builtIn: Scheme | undefined, field: string): void {
  const before = new Map(versionsIn(record).map(({ id, scheme }) => [id, canonical(scheme)]));
  let previous = builtIn;
  for (const { id, scheme } of versionsIn(after)) {
    if (previous && canonical(scheme) !== before.get(id))
      assertKeepsMilestones(previous, scheme, `${field}.milestones`);
    previous = scheme;
  }
}

/** A version restored by a retraction must keep the milestones of the current version. */
function assertFallsBack(record: SchemeRecord, after: SchemeRecord): void {
  const [before, back] = [schemeIn(record), schemeIn(after)];
  if (before && back) assertKeepsMilestones(before, back, 'data.event');
}

const invalid = ({ issues }: z.core.$ZodError, value: unknown, at: string): Refusal =>
  new Refusal('amendment-invalid', reason('corrected-event-invalid'), problemsOf(issues, value, at));

/**
 * Checks that a scheme keeps all milestones of the version before it.
 *
 * @param field of the request, for the problem
 * @throws Refusal milestone-dropped
 */
function assertKeepsMilestones(before: Scheme, scheme: Scheme, field: string): void {
  const kept = new Set(scheme.milestones.map(({ code }) => code));
  const dropped = before.milestones.filter(({ code }) => !kept.has(code)).map(({ code }) => code);
  if (dropped.length === 0) return;
  throw refuse('milestone-dropped', field, 'milestones-removed', { milestones: dropped });
}
