import { addDays, type Day } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import { said, type Data, type Entry, type Said } from './said.js';

/** Who owns it, with whose technology it works and where it is hosted, as was declared. */
export type Ownership = Said<Data<'OwnershipDeclared'>> & {
  /** The day before the next declaration; `null`: none followed by the day asked about. */
  until: Day | null;
};

/** Every declaration, latest first. One without a day comes before those that have one. @param live what had happened by a day */
export function ownershipIn(live: readonly Entry[]): Ownership[] {
  const declared = said(live, 'OwnershipDeclared');
  return declared
    .map((one, index) => {
      const next = declared[index + 1]?.occurred;
      return { ...one, until: next ? addDays(earliest(next), -1) : null };
    })
    .reverse();
}
