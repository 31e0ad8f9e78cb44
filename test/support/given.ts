import { expect } from '@jest/globals';
import type { OnRecord } from '#domain/event/ledger-event.js';
import { Refusal, type RefusalCode } from '#domain/refusal.js';
import { onRecord } from '#test/events.js';

/** Given what is on record, when something is asked, then exactly these events follow, or it is refused. */
export const given = <E>(...events: readonly E[]) => ({
  when: (decide: (record: OnRecord<E>[]) => readonly E[]) => ({
    then: (...expected: readonly E[]): void => {
      expect(decide(onRecord(events))).toEqual(expected);
    },
    thenRefused: (code: RefusalCode, field: string): void => {
      const refusal = refusalOf(() => decide(onRecord(events)));
      expect({ code: refusal.code, field: refusal.problems[0]?.field }).toEqual({ code, field });
    },
  }),
});

function refusalOf(run: () => unknown): Refusal {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
