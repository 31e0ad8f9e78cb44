import { z } from 'zod';
import { PartialDateSchema } from '../date/partial-date.js';
import { reason, Refusal, refuse } from '../refusal.js';
import { type Source, SourceSchema } from '../source/source.js';
import { Prose } from '../text/text.js';
import { because, problemsOf } from '../validation.js';
import { isCheckedOnce, readAs } from '../text/hidden-characters.js';
import type { OnRecord } from './ledger-event.js';

const { kind, publisher, speaker, url, title, quote, readOn, sha256 } = SourceSchema.shape;

const SourceFields = z
  .strictObject({
    ...{ kind: kind.optional(), publisher: publisher.optional(), speaker: speaker.nullable() },
    ...{ url: url.nullable(), title: title.nullable(), quote: quote.nullable() },
    ...{ readOn: readOn.nullable(), sha256: sha256.nullable() },
  })
  .describe('Single fields of the source; `null` removes one. `source` replaces it as a whole.');

/**
 * The values that a correction replaces. `data` and `sourceFields` are merged field by field, where `null` removes a field;
 * `source` is replaced as a whole.
 */
const Changes = z
  .strictObject({
    occurred: PartialDateSchema.nullable().optional(),
    source: SourceSchema.optional(),
    sourceFields: SourceFields.optional(),
    data: z.record(z.string(), z.json()).optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, { error: because('no-changes') });

/** Amendments have no `occurred`: they apply at every `asOf`, and depend on `knownAt` only. */
const amendment = <T extends string, D extends z.ZodRawShape>(type: T, data: D) =>
  z.strictObject({ type: z.literal(type), source: SourceSchema.optional(), data: z.strictObject(data) });

export const EventCorrected = amendment('EventCorrected', { event: z.uuid(), changes: Changes, reason: Prose });
export const EventRetracted = amendment('EventRetracted', { event: z.uuid(), reason: Prose });

export type Amendment = z.infer<typeof EventCorrected> | z.infer<typeof EventRetracted>;

export const amendments = [EventCorrected, EventRetracted] as const;

interface AnyEvent {
  type: string;
  occurred?: string | undefined;
  source?: Source | undefined;
  data: object;
}

/** An event that is not retracted, with its corrections merged. */
export type Live<E> = OnRecord<Exclude<E, Amendment>> & {
  /** When its date was recorded, if a correction did so. */
  datedAt?: Date;
};

type EventCorrection = Extract<Amendment, { type: 'EventCorrected' }>;

const isAmendment = <E extends AnyEvent>(entry: OnRecord<E>): entry is OnRecord<E & Amendment> =>
  entry.event.type === 'EventCorrected' || entry.event.type === 'EventRetracted';

/**
 * The events of a stream that are not retracted, in order of position. For each field the latest correction in force
 * applies; retracting a correction restores the previous value. A correction that no longer results in a valid event
 * (because another one was retracted) is ignored: stored events never cause errors.
 *
 * @param schema of the stream, which validates merged events again
 */
export function liveEvents<E extends AnyEvent>(recorded: readonly OnRecord<E>[], schema: z.ZodType<E>): Live<E>[] {
  const standing = standingAmendments(recorded, schema);
  return recorded
    .filter((entry) => !isAmendment(entry) && !standing.retracted.has(entry.id))
    .map((entry) => corrected(entry, standing.corrections.get(entry.id) ?? [], schema)) as Live<E>[];
}

interface Standing {
  retracted: ReadonlySet<string>;
  /** By id of the corrected event, earliest first. */
  corrections: ReadonlyMap<string, Correction[]>;
}

interface Correction {
  event: EventCorrection;
  recordedAt: Date;
}

/** Amendments refer to earlier events only: going backwards visits each event after its amendments. */
function standingAmendments<E extends AnyEvent>(recorded: readonly OnRecord<E>[], schema: z.ZodType<E>): Standing {
  const retracted = new Set<string>();
  const corrections = new Map<string, Correction[]>();
  for (const entry of recorded.filter(isAmendment).reverse()) {
    if (retracted.has(entry.id)) continue;
    const { event } = corrected(entry, corrections.get(entry.id) ?? [], schema);
    if (event.type === 'EventRetracted') retracted.add(event.data.event);
    else {
      const correction = { event, recordedAt: entry.recordedAt };
      corrections.set(event.data.event, [correction, ...(corrections.get(event.data.event) ?? [])]);
    }
  }
  return { retracted, corrections };
}

function corrected<T extends OnRecord<E>, E extends AnyEvent>(
  entry: T,
  corrections: Correction[],
  schema: z.ZodType<E>,
): T {
  let event: E = entry.event;
  let datedAt: Date | undefined;
  for (const { event: correction, recordedAt } of corrections) {
    const parsed = readAs(schema, merge(event, correction.data.changes));
    if (!parsed.success) continue;
    if (parsed.data.occurred !== event.occurred) datedAt = recordedAt;
    event = parsed.data;
  }
  return event === entry.event ? entry : { ...entry, event, ...(datedAt && { datedAt }) };
}

/** Merges changes into an event, without validation. `null` removes a field. */
export function merge(event: AnyEvent, changes: EventCorrection['data']['changes']): Record<string, unknown> {
  const { occurred, data } = changes;
  const source = correctedSource(event.source, changes);
  return withoutNulls({
    ...event,
    ...(occurred !== undefined && { occurred }),
    ...(source !== undefined && { source }),
    data: withoutNulls({ ...event.data, ...data }),
  });
}

/** The source of an event with the changes of a correction, without validation. */
export function correctedSource(
  former: Source | undefined,
  { source = former, sourceFields }: EventCorrection['data']['changes'],
): Source | undefined {
  return sourceFields ? (withoutNulls({ ...source, ...sourceFields }) as unknown as Source) : source;
}

const withoutNulls = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/**
 * Checks that an amendment can be recorded. It must refer to an event of this stream that is not retracted, and a corrected
 * event must be valid and of the same type.
 *
 * @returns the event as corrected, for the rules of its type; nothing for a retraction
 * @throws Refusal unknown-reference, already-retracted, amendment-invalid
 */
export function assertAmendable<E extends AnyEvent>(
  recorded: readonly OnRecord<E>[],
  amendment: Amendment,
  schema: z.ZodType<E>,
): E | undefined {
  const target = recorded.find((entry) => entry.id === amendment.data.event);
  if (!target) throw refuse('unknown-reference', 'data.event', 'event-not-in-stream', { event: amendment.data.event });
  if (!stands(recorded, target)) throw refuse('already-retracted', 'data.event', 'event-retracted');
  if (amendment.type === 'EventRetracted') {
    if (target.version > 1) return undefined;
    throw refuse('amendment-invalid', 'data.event', 'opening-event-kept');
  }
  if (target.event.type === 'EvidenceAttached') throw refuse('amendment-invalid', 'data.event', 'evidence-fixed');
  const { data } = amendment.data.changes;
  if (isAmendment(target) && data && 'event' in data)
    throw refuse('amendment-invalid', 'data.changes.data.event', 'amended-event-fixed');
  const current = liveEvents(recorded, schema).find((entry) => entry.id === target.id) ?? target;
  const corrected = valid(current.event, amendment.data.changes, schema, 'data.changes');
  return outcomeOf(corrected, target.id, recorded, schema, 'data.changes');
}

/** A corrected correction must also result in a valid event, and so on recursively. */
function outcomeOf<E extends AnyEvent>(
  corrected: E,
  id: string,
  recorded: readonly OnRecord<E>[],
  schema: z.ZodType<E>,
  at: string,
): E {
  if (!isCorrection(corrected)) return corrected;
  const { event, changes } = corrected.data;
  const others = recorded.filter((entry) => entry.id !== id);
  const target =
    liveEvents(others, schema).find((entry) => entry.id === event) ?? recorded.find((entry) => entry.id === event);
  if (!target) return corrected;
  const field = `${at}.data.changes`;
  return outcomeOf(valid(target.event, changes, schema, field), event, others, schema, field);
}

function valid<E extends AnyEvent>(event: E, changes: EventChanges, schema: z.ZodType<E>, at: string): E {
  const merged = merge(event, changes);
  const parsed = schema.safeParse(merged);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.filter((issue) => !isCheckedOnce(issue) || isChanged(issue, changes));
  if (issues.length === 0) return merged as unknown as E;
  const problems = problemsOf(issues, merged, at);
  throw new Refusal('amendment-invalid', reason('corrected-event-invalid'), problems);
}

/** A correction need not mend texts in fields that it leaves alone. */
const isChanged = (
  { path: [part, field] }: z.core.$ZodIssue,
  { source, sourceFields = {}, data = {} }: EventChanges,
): boolean =>
  part === 'data'
    ? String(field) in data
    : part === 'source' && (source !== undefined || String(field) in sourceFields);

type EventChanges = EventCorrection['data']['changes'];

const isCorrection = (event: AnyEvent): event is AnyEvent & EventCorrection => event.type === 'EventCorrected';

/** Whether no retraction of the event is in force. */
function stands<E extends AnyEvent>(recorded: readonly OnRecord<E>[], target: OnRecord<E>): boolean {
  return !recorded.some(
    (entry) =>
      entry.event.type === 'EventRetracted' &&
      'event' in entry.event.data &&
      entry.event.data.event === target.id &&
      stands(recorded, entry),
  );
}
