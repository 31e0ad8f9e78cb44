import type { Day } from '../date/day.js';
import type { Source } from '../source/source.js';

/** A reading of a register: on its day, every entry that the register lists is confirmed. */
export interface Reading {
  /** Of its event. */
  id: string;
  /** Slug of the register. */
  register: string;
  day: Day;
  position: number;
  version: number;
  recordedAt: Date;
  source: Source;
  /** Number of entries listed. */
  entries: number;
  /** Keys of known entries that could not be read, and are not confirmed. */
  unconfirmed?: readonly string[];
  /** Since when its register lists the same, which is too long: it confirms nothing. */
  frozen?: Day;
  /** When the register is updated next, as the document says. */
  nextUpdate?: Day;
}
