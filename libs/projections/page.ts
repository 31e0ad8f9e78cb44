import { z } from 'zod';
import { because } from '#domain/validation.js';

/** One page of a list. */
export interface Page<T> {
  items: T[];
  /** Cursor of the next page; `null` on the last. */
  next: string | null;
}

type Keyset = (string | number)[];

/** An opaque position in a list: the sort key of the last item of a page. */
export const Cursor = z
  .string()
  .max(1000)
  .refine(isCursor, { error: because('cursor-format') });

/**
 * Makes a page of up to `limit` rows; `rows` holds one more if there is a next page.
 *
 * @param itemOf absent: the items are the rows
 */
export function pageOf<R>(rows: R[], limit: number, keysetOf: (row: R) => Keyset): Page<R>;
export function pageOf<R, T>(rows: R[], limit: number, keysetOf: (row: R) => Keyset, itemOf: (row: R) => T): Page<T>;
export function pageOf<R>(
  rows: R[],
  limit: number,
  keysetOf: (row: R) => Keyset,
  itemOf: (row: R) => unknown = (row) => row,
): Page<unknown> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last ? encodeCursor(keysetOf(last)) : null;
  return { items: shown.map(itemOf), next };
}

export const encodeCursor = (keyset: Keyset): string => Buffer.from(JSON.stringify(keyset)).toString('base64url');

/** @param cursor one that fits `Cursor` */
export const decodeCursor = (cursor: string): Keyset =>
  JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Keyset;

function isCursor(cursor: string): boolean {
  try {
    const keyset: unknown = decodeCursor(cursor);
    return (
      Array.isArray(keyset) && keyset.length > 0 && keyset.every((part) => ['string', 'number'].includes(typeof part))
    );
  } catch {
    return false;
  }
}
