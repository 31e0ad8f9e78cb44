import { z } from 'zod';

/** One page of a list. */
export interface Page<T> {
  items: T[];
  /** Asks for the page after this one; `null` on the last. */
  next: string | null;
}

type Mark = (string | number)[];

/** An opaque text that says after which item a page begins. Reading one that was not given out is refused. */
export const Cursor = z.string().max(1000).refine(isMark, { error: 'must be a cursor that a list has given out' });

/** Cuts rows that were asked for with one more than `limit` down to a page. */
export function pageOf<R, T>(rows: R[], limit: number, markOf: (row: R) => Mark, itemOf: (row: R) => T): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last ? Buffer.from(JSON.stringify(markOf(last))).toString('base64url') : null;
  return { items: shown.map(itemOf), next };
}

/** @param cursor one that fits `Cursor` */
export const markIn = (cursor: string): Mark => JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Mark;

function isMark(cursor: string): boolean {
  try {
    const mark: unknown = markIn(cursor);
    return Array.isArray(mark) && mark.length > 0 && mark.every((part) => ['string', 'number'].includes(typeof part));
  } catch {
    return false;
  }
}
