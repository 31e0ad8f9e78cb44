import { expect, it } from '@jest/globals';
import type { OnRecord } from '#domain/event/ledger-event.js';
import { Refusal } from '#domain/refusal.js';
import { onRecord } from '#test/events.js';

/** What is on record, what is asked, and exactly the events that follow; or the code of the refusal and its field. */
type Decision<E> = [
  what: string,
  given: readonly E[],
  decide: (record: OnRecord<E>[]) => readonly E[],
  outcome: readonly E[] | string,
];

/** One case for each decision. */
export const decides = <E>(decisions: readonly Decision<E>[]): void => {
  it.each(decisions)('%s', (_, given, decide, outcome) => {
    expect(outcomeOf(() => decide(onRecord(given)))).toEqual(outcome);
  });
};

function outcomeOf<E>(decide: () => readonly E[]): readonly E[] | string {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.problems[0]?.field ?? ''}`;
    throw error;
  }
}
