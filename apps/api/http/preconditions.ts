import { Injectable } from '@nestjs/common';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import type { Expected } from './etag.js';

const counting = { initial: 0, evolve: (count: number): number => count + 1 };

/** From `If-Match` to the one version that a command expects. */
@Injectable()
export class Preconditions {
  constructor(private readonly events: EventStore<LedgerEvent>) {}

  /** Of several versions the one that the stream stands at, else any: it is stale, and the store will say so. */
  async expected(stream: string, expected: Expected): Promise<{ expected?: number }> {
    if (expected === 'any') return {};
    const [first = -1, ...others] = expected;
    if (others.length === 0) return { expected: first };
    const { version } = await this.events.load(stream, counting);
    return { expected: expected.includes(version) ? version : first };
  }
}
