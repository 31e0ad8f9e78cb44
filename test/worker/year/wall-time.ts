/** Instants as people in a place read them off the wall: `2027-03-26 09:00`. Knows nothing of the code under test. */
export function onTheWall(instant: Date, zone: string): string {
  return new Date(instant.getTime() + aheadOfUtc(instant.getTime(), zone)).toISOString().slice(0, 16).replace('T', ' ');
}

/** The instant at which a wall in a place shows `2027-03-26 09:00`. */
export function instantAt(wall: string, zone: string): Date {
  const asUtc = Date.parse(`${wall.replace(' ', 'T')}:00Z`);
  const guess = asUtc - aheadOfUtc(asUtc, zone);
  return new Date(asUtc - aheadOfUtc(guess, zone));
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

export const weekdayOf = (day: string): string => WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]!;

export const dayAfter = (day: string, days = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const formats = new Map<string, Intl.DateTimeFormat>();

/** In ms, to the minute: `GMT+01:00`, or `GMT` alone. */
function aheadOfUtc(ms: number, zone: string): number {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset', year: 'numeric' });
  formats.set(zone, format);
  const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

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
