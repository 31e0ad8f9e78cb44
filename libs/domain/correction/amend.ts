import type { z } from 'zod';
import type { Amendment } from '../event/amendment-events.js';
import type { OnRecord } from '../event/recorded.js';
import { reason, Refusal, refuse } from '../refusal.js';
import { problemsOf } from '../validation.js';
import { liveEvents, merge } from './live.js';

interface AnyEvent {
  type: string;
  data: object;
}

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
  if (isAmendment(target.event) && data && 'event' in data)
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

function valid<E extends AnyEvent>(event: E, changes: Changes, schema: z.ZodType<E>, at: string): E {
  const merged = merge(event, changes);
  const parsed = schema.safeParse(merged);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error.issues, merged, at);
  throw new Refusal('amendment-invalid', reason('corrected-event-invalid'), problems);
}

type Correction = Extract<Amendment, { type: 'EventCorrected' }>;
type Changes = Correction['data']['changes'];

const isCorrection = (event: AnyEvent): event is AnyEvent & Correction => event.type === 'EventCorrected';

const isAmendment = ({ type }: AnyEvent): boolean => type === 'EventCorrected' || type === 'EventRetracted';

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
