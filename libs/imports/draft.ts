import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { OnRecord } from '#domain/event/recorded.js';
import type { StreamAppend } from '#event-store/append.js';
import { idOf } from './event-of-row.js';

/** Later than every position on record: what is drafted comes after it. */
const DRAFTED = 2 ** 52;

/** What an import adds to one stream: decided upon event by event, appended together. */
export class Draft<E extends LedgerEvent> {
  private readonly events: { id: string; event: E }[] = [];
  private readonly expected: number;

  /** @param record what is on record; it grows by what is decided */
  constructor(
    readonly stream: string,
    private readonly record: OnRecord<E>[],
  ) {
    this.expected = record.length;
  }

  /** Whether nothing is on record, nor decided upon. */
  get isNew(): boolean {
    return this.record.length === 0;
  }

  add(decision: (record: readonly OnRecord<E>[]) => readonly E[]): void {
    for (const event of decision(this.record)) {
      const id = idOf(this.stream, event);
      const version = this.record.length + 1;
      this.record.push({ id, event, version, position: DRAFTED + version, recordedAt: new Date(0) });
      this.events.push({ id, event });
    }
  }

  get append(): StreamAppend<LedgerEvent>[] {
    return this.events.length === 0 ? [] : [{ stream: this.stream, expected: this.expected, events: this.events }];
  }
}
