import { weekdayOf } from './wall-time.js';

/** Off the wall calendars of 2026 and 2027, not computed: Easter of 2027 is 28 March. */
const FRANCE = [
  '2026-12-25', // Christmas
  '2027-01-01', // New Year's Day
  '2027-03-29', // Easter Monday
  '2027-05-01', // Labour Day
  '2027-05-06', // Ascension
  '2027-05-08', // Victory in Europe
  '2027-05-17', // Whit Monday
  '2027-07-14', // the national day
  '2027-08-15', // Assumption
  '2027-11-01', // All Saints
  '2027-11-11', // Armistice
];

const ALSACE_MOSELLE = [
  ...FRANCE,
  '2026-12-26', // Saint Stephen's Day
  '2027-03-26', // Good Friday
];

export type Calendar = 'france' | 'alsace-moselle';

/** Whether people who keep this calendar are at work on a day of the year. */
export const isWorkingDay = (day: string, calendar: Calendar): boolean =>
  !['Sat', 'Sun'].includes(weekdayOf(day)) && !(calendar === 'france' ? FRANCE : ALSACE_MOSELLE).includes(day);
