import { builtInSchemes, type Schemes } from './catalogue.js';
import type { Scheme } from './scheme.js';

/** The scheme that holds from an event of its stream on: from its publication, or from an amendment of one. */
export interface Publication {
  position: number;
  recordedAt: Date;
  scheme: Scheme;
}

/** In order of position. */
export type SchemeHistory = readonly Publication[];

/**
 * The schemes as they were on record at a position: for each slug the one that holds by then, before any the
 * built-in one. Absent: after all of them.
 */
export function schemesAt(history: SchemeHistory, upTo = Infinity): Schemes {
  const published = history
    .filter(({ position }) => position <= upTo)
    .map(({ scheme }) => [scheme.slug, scheme] as const);
  return published.length === 0 ? builtInSchemes : new Map([...builtInSchemes, ...published]);
}
