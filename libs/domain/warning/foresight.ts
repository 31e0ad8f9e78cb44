import { earliest } from '../date/partial-date.js';
import { earliestDayAt, hadBegun, type Day } from '../date/day.js';
import type { Contradiction } from './warning.js';

/** An event that stands, of a dossier or a provider. */
interface Dated {
  id: string;
  recordedAt: Date;
  /** When its day was put on record, where that was by a correction. */
  datedAt?: Date;
  event: { occurred?: string | undefined };
}

/** Facts that were recorded before they can have happened, shown from the day of their recording on. */
export const recordedTooSoon = (live: readonly Dated[], day: Day): Contradiction[] =>
  live
    .filter((fact) => isForesight(fact) && recordedOn(fact) <= day)
    .map(({ id, event }) => ({
      code: 'in-the-future',
      params: { occurred: event.occurred ?? '' },
      events: [id],
    }));

/** The days on which such a warning comes up. */
export const foresightTurns = (live: readonly Dated[]): Day[] => live.filter(isForesight).map(recordedOn);

/** As early as anybody may call it today: whoever has just recorded it is to see it. */
const recordedOn = ({ recordedAt, datedAt = recordedAt }: Dated): Day => earliestDayAt(datedAt);

const isForesight = ({ event, recordedAt, datedAt = recordedAt }: Dated): boolean =>
  event.occurred !== undefined && !hadBegun(earliest(event.occurred), datedAt);
