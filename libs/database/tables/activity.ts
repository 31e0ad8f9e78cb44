import type { GeneratedAlways, JSONColumnType } from 'kysely';

/** What somebody did besides recording. Rows are only ever inserted. */
export interface ActivityTable {
  ordinal: GeneratedAlways<number>;
  at: Date;
  actor: string;
  /** One of `ACTS` in `libs/access/activities.ts`. */
  act: string;
  /** What it was done to: a stream, or `account:<id>`, `key:<id>` and the like. */
  about: string | null;
  details: JSONColumnType<Record<string, unknown>>;
}
