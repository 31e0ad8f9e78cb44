import type { z } from 'zod';
import { liveEvents } from '#domain/correction/live.js';
import { type LedgerEvent, schemaOfStream, streamKind } from '#domain/event/ledger-event.js';
import type { Recorded } from '#event-store/recorded.js';

/** What an event says: as it was recorded, or as it reads now. */
export interface Content {
  occurred: string | null;
  source: object | null;
  data: object;
}

/** An event as it was recorded, with what became of it since. */
export interface TimelineEntry extends Content {
  id: string;
  position: number;
  version: number;
  type: LedgerEvent['type'];
  recordedAt: Date;
  actor: string;
  /** What it says with its corrections applied; `null` when none applies, or when it was retracted. */
  current: Content | null;
  retracted: boolean;
}

/** @param recorded one stream, in its order */
export function timelineOf(recorded: readonly Recorded<LedgerEvent>[]): TimelineEntry[] {
  const first = recorded[0];
  if (!first) return [];
  const schema: z.ZodType<LedgerEvent> = schemaOfStream[streamKind(first.stream)];
  const live = new Map(liveEvents(recorded, schema).map((entry) => [entry.id, entry.event]));
  const retracted = retractedIds(recorded);
  return recorded.map((entry) => {
    const now = live.get(entry.id);
    return {
      id: entry.id,
      position: entry.position,
      version: entry.version,
      type: entry.event.type,
      ...contentOf(entry.event),
      recordedAt: entry.recordedAt,
      actor: entry.actor,
      current: now && now !== entry.event ? contentOf(now) : null,
      retracted: retracted.has(entry.id),
    };
  });
}

export const contentOf = (event: LedgerEvent): Content => ({
  occurred: ('occurred' in event && event.occurred) || null,
  source: event.source ?? null,
  data: event.data,
});

/** A retraction aims at an earlier event, so walking back meets each one after those that may have retracted it. */
function retractedIds(recorded: readonly Recorded<LedgerEvent>[]): ReadonlySet<string> {
  const retracted = new Set<string>();
  for (const { id, event } of recorded.toReversed())
    if (event.type === 'EventRetracted' && !retracted.has(id)) retracted.add(event.data.event);
  return retracted;
}
