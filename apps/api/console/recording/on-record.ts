import { Injectable } from '@nestjs/common';
import { type Live, liveEvents } from '#domain/correction/live.js';
import { type LedgerEvent, schemaOfStream } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/recorded.js';
import type { z } from 'zod';
import type { Subject } from './subject.js';

/** All that is on record on a subject. */
export interface SubjectHistory {
  /** As it was recorded. */
  all: readonly Recorded<LedgerEvent>[];
  /** As it reads now. */
  live: readonly Live<LedgerEvent>[];
  /** An entry as it reads now, or as it was recorded where it stands no more. */
  eventOf: (id: string) => LedgerEvent | undefined;
  /** An entry as it read when the stream stood at a version; nothing where it did not stand then. */
  eventAt: (id: string, version: number) => LedgerEvent | undefined;
}

@Injectable()
export class SubjectHistories {
  constructor(private readonly events: EventStore<LedgerEvent>) {}

  async of({ stream, kind }: Subject): Promise<SubjectHistory> {
    const all = await this.events.read(stream);
    const liveAt = (version: number) =>
      liveEvents(all.slice(0, version), schemaOfStream[kind] as z.ZodType<LedgerEvent>);
    const live = liveAt(all.length);
    const known = new Map<string, LedgerEvent>([...all, ...live].map(({ id, event }) => [id, event]));
    const eventAt = (id: string, version: number) => liveAt(version).find((one) => one.id === id)?.event;
    return { all, live, eventOf: (id) => known.get(id), eventAt };
  }
}
