import { liveEvents } from '../correction/live.js';
import { SchemeEventSchema, type SchemeEvent } from '../event/ledger-event.js';
import type { OnRecord } from '../event/recorded.js';
import type { Scheme } from './scheme-shape.js';

/** Every version of a scheme that was published, and every amendment of one, in order of position. */
export type SchemeRecord = readonly OnRecord<SchemeEvent>[];

export const schemeModel = {
  initial: [] as SchemeRecord,
  evolve: (record: SchemeRecord, entry: OnRecord<SchemeEvent>): SchemeRecord => [...record, entry],
};

/** The versions that still stand, oldest first, each as corrected. */
export const versionsIn = (record: SchemeRecord) =>
  liveEvents(record, SchemeEventSchema).map(({ id, event }) => ({ id, scheme: event.data.scheme }));

/** The scheme that holds after all of a record; `undefined` while nothing was published. */
export const schemeIn = (record: SchemeRecord): Scheme | undefined => versionsIn(record).at(-1)?.scheme;
