import { z } from 'zod';
import { PartialDateSchema } from '../date/partial-date.js';
import { reason, Refusal, refuse } from '../refusal.js';
import { SourceSchema } from '../source/source.js';
import { Prose } from '../text/text.js';
import { because, problemsOf } from '../validation.js';
import { isAboutCharacters, readAs } from '../text/hidden-characters.js';
import type { OnRecord } from './ledger-event.js';

/** What a correction puts in place of what stood there; in `data`, field by field, `null` takes a field away. */
const Changes = z
  .strictObject({
    occurred: PartialDateSchema.nullable().optional(),
    source: SourceSchema.optional(),
    data: z.record(z.string(), z.json()).optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, { error: because('no-changes') });

/** Amendments have no `occurred`: they act at every `asOf` and are gated by `knownAt` alone. */
const amendment = <T extends string, D extends z.ZodRawShape>(type: T, data: D) =>
  z.strictObject({ type: z.literal(type), source: SourceSchema.optional(), data: z.strictObject(data) });

export const EventCorrected = amendment('EventCorrected', { event: z.uuid(), changes: Changes, reason: Prose });
export const EventRetracted = amendment('EventRetracted', { event: z.uuid(), reason: Prose });

export type Amendment = z.infer<typeof EventCorrected> | z.infer<typeof EventRetracted>;

export const amendments = [EventCorrected, EventRetracted] as const;

interface AnyEvent {
  type: string;
  occurred?: string | undefined;
  data: object;
}

/** An event that still stands, with the corrections that apply to it merged in. */
export type Live<E> = OnRecord<Exclude<E, Amendment>> & {
  /** When its day was put on record, where that was by a correction. */
  datedAt?: Date;
};

type EventCorrection = Extract<Amendment, { type: 'EventCorrected' }>;

const isAmendment = <E extends AnyEvent>(entry: OnRecord<E>): entry is OnRecord<E & Amendment> =>
  entry.event.type === 'EventCorrected' || entry.event.type === 'EventRetracted';

/**
 * The events of one stream that still stand, in order of position. The latest live correction wins per field;
 * what is retracted is gone, and retracting a correction restores what it replaced. A correction that no longer
 * makes a valid event (because another one was retracted) is passed over: what is stored never throws.
 *
 * @param schema the stream's vocabulary, by which a merged event is validated again
 */
export function liveEvents<E extends AnyEvent>(recorded: readonly OnRecord<E>[], schema: z.ZodType<E>): Live<E>[] {
  const standing = standingAmendments(recorded, schema);
  return recorded
    .filter((entry) => !isAmendment(entry) && !standing.retracted.has(entry.id))
    .map((entry) => corrected(entry, standing.corrections.get(entry.id) ?? [], schema)) as Live<E>[];
}

interface Standing {
  retracted: ReadonlySet<string>;
  /** By the id of the event that they correct, earliest first. */
  corrections: ReadonlyMap<string, Correction[]>;
}

interface Correction {
  event: EventCorrection;
  recordedAt: Date;
}

/** An amendment aims at earlier events only, so walking back from the latest meets each one after its own amendments. */
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

/** The event with the changes put in; still to be validated. A `null` takes a field away. */
export function merge(event: AnyEvent, changes: EventCorrection['data']['changes']): Record<string, unknown> {
  const { occurred, source, data } = changes;
  return withoutNulls({
    ...event,
    ...(occurred !== undefined && { occurred }),
    ...(source !== undefined && { source }),
    data: withoutNulls({ ...event.data, ...data }),
  });
}

const withoutNulls = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/**
 * May this amendment be recorded? Its event must be one of this stream that still stands, and what a correction
 * makes of it must be a valid event of the same type.
 *
 * @returns the event as corrected, for the rules of its type; nothing for a retraction
 * @throws Refusal unknown-event, already-retracted, amendment-invalid
 */
export function assertAmendable<E extends AnyEvent>(
  recorded: readonly OnRecord<E>[],
  amendment: Amendment,
  schema: z.ZodType<E>,
): E | undefined {
  const target = recorded.find((entry) => entry.id === amendment.data.event);
  if (!target) throw refuse('unknown-event', 'data.event', 'event-not-in-stream', { event: amendment.data.event });
  if (!stands(recorded, target)) throw refuse('already-retracted', 'data.event', 'event-retracted');
  if (amendment.type === 'EventRetracted') {
    if (target.version > 1) return undefined;
    throw refuse('amendment-invalid', 'data.event', 'opening-event-kept');
  }
  const { data } = amendment.data.changes;
  if (isAmendment(target) && data && 'event' in data)
    throw refuse('amendment-invalid', 'data.changes.data.event', 'amended-event-fixed');
  const current = liveEvents(recorded, schema).find((entry) => entry.id === target.id) ?? target;
  const corrected = valid(current.event, amendment.data.changes, schema, 'data.changes');
  return outcomeOf(corrected, target.id, recorded, schema, 'data.changes');
}

/** Of a correction that was corrected, what it makes of its own event, and so on: that has to be valid, too. */
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
  const issues = parsed.error.issues.filter((issue) => !isAboutCharacters(issue) || isChanged(issue, changes));
  if (issues.length === 0) return merged as unknown as E;
  const problems = problemsOf(issues, merged, at);
  throw new Refusal('amendment-invalid', reason('corrected-event-invalid'), problems);
}

/** A correction need not mend characters in fields that it leaves alone. */
const isChanged = ({ path: [part, field] }: z.core.$ZodIssue, { source, data }: EventChanges): boolean =>
  part === 'data' ? data !== undefined && String(field) in data : part === 'source' && source !== undefined;

type EventChanges = EventCorrection['data']['changes'];

const isCorrection = (event: AnyEvent): event is AnyEvent & EventCorrection => event.type === 'EventCorrected';

/** Whether no live retraction aims at it. Retractions of retractions are rare: counting back is enough. */
function stands<E extends AnyEvent>(recorded: readonly OnRecord<E>[], target: OnRecord<E>): boolean {
  return !recorded.some(
    (entry) =>
      entry.event.type === 'EventRetracted' &&
      'event' in entry.event.data &&
      entry.event.data.event === target.id &&
      stands(recorded, entry),
  );
}
