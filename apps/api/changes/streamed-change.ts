import type { FeedEntry } from '#event-store/live-feed.js';
import { placedAnswerOf } from './change-answer.js';
import type { PlacedChange } from './chosen-changes.js';

/** A change on its way to all who read along: it is made and written once. */
export interface StreamedChange extends FeedEntry, PlacedChange {
  /** @param open read without a key: who recorded it is not told */
  json(open: boolean): string;
}

export function streamedChange(placed: PlacedChange): StreamedChange {
  const open = jsonOf(placed, true);
  let closed: string | undefined;
  return {
    ...placed,
    position: placed.recorded.position,
    size: open.length * 3, // twice as JSON, once as what that was made of
    json: (isOpen) => (isOpen ? open : (closed ??= jsonOf(placed, false))),
  };
}

const jsonOf = (placed: PlacedChange, open: boolean): string => JSON.stringify(placedAnswerOf(placed, open));
