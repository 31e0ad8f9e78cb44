import type { Page } from '#projections/page.js';
import { Answer } from './answer.js';

/** A page of a list, its successor in the Link header. */
export const listAnswer = <T>({ items, next }: Page<T>, position: number): Answer<{ items: T[] }> =>
  new Answer({ items }, { position, ...(next !== null && { next: { cursor: next } }) });
