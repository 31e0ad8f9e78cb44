import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { OnRecord } from '#domain/event/recorded.js';
import type { StreamAppend } from '#event-store/append.js';
import { idOf } from './event-of-row.js';
import { unread } from './unread.js';

/** Later than every position on record: what is drafted comes after it. */
const DRAFTED = 2 ** 52;

/** What an import adds to one stream: decided upon event by event, appended together. */
export class Draft<E extends LedgerEvent> {
  readonly drafted: OnRecord<E>[] = [];
  private readonly whole: OnRecord<E>[] | undefined;

  /**
   * @param version that the stream stands at; 0: there is none
   * @param before what is on record, unless nobody will look at it
   */
  constructor(
    readonly stream: string,
    private readonly version: number,
    before?: readonly OnRecord<E>[],
  ) {
    this.whole = before && [...before];
  }

  /** Whether nothing is on record, nor decided upon. */
  get isNew(): boolean {
    return this.length === 0;
  }

  add(decision: (record: readonly OnRecord<E>[]) => readonly E[]): void {
    for (const event of decision(this.whole ?? unread(this.length))) {
      const version = this.length + 1;
      const entry = {
        id: idOf(this.stream, event),
        event,
        version,
        position: DRAFTED + version,
        recordedAt: new Date(0),
      };
      this.drafted.push(entry);
      this.whole?.push(entry);
    }
  }

  get append(): StreamAppend<LedgerEvent>[] {
    const { stream, version: expected, drafted: events } = this;
    return events.length === 0 ? [] : [{ stream, expected, events }];
  }

  private get length(): number {
    return this.version + this.drafted.length;
  }
}
