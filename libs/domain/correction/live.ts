import type { z } from 'zod';
import type { Amendment } from '../event/amendment-events.js';
import type { OnRecord } from '../event/recorded.js';

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

type Corrected = Extract<Amendment, { type: 'EventCorrected' }>;

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
  event: Corrected;
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
    const parsed = schema.safeParse(merge(event, correction.data.changes));
    if (!parsed.success) continue;
    if (parsed.data.occurred !== event.occurred) datedAt = recordedAt;
    event = parsed.data;
  }
  return event === entry.event ? entry : { ...entry, event, ...(datedAt && { datedAt }) };
}

/** The event with the changes put in; still to be validated. A `null` takes a field away. */
export function merge(event: AnyEvent, changes: Corrected['data']['changes']): Record<string, unknown> {
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
