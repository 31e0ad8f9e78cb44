import { liveEvents } from '#domain/correction/live.js';
import { type LedgerEvent, schemaOfStream, streamKind } from '#domain/event/ledger-event.js';
import type { OnRecord } from '#domain/event/recorded.js';
import type { z } from 'zod';

/** Of a correction or retraction, the event that it is about as it stood right before; `null` of anything else. */
export function amendedBy(
  { stream, version, event }: { stream: string; version: number; event: LedgerEvent },
  record: readonly OnRecord<LedgerEvent>[],
): LedgerEvent | null {
  if (event.type !== 'EventCorrected' && event.type !== 'EventRetracted') return null;
  const before = record.slice(0, version - 1);
  const schema = schemaOfStream[streamKind(stream)] as z.ZodType<LedgerEvent>;
  const is = ({ id }: { id: string }): boolean => id === event.data.event;
  return liveEvents(before, schema).find(is)?.event ?? before.find(is)?.event ?? null;
}
