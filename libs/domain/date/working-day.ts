import { addDays, type Day, daysBetween } from './day.js';

/** Monday to Friday, except public holidays. */
export const isWorkingDay = (day: Day, holidays: Holidays): boolean => !isWeekend(day) && !isHoliday(day, holidays);

/** The day itself, or the nearest working day before it. */
export function workingDayUpTo(day: Day, holidays: Holidays): Day {
  while (!isWorkingDay(day, holidays)) day = addDays(day, -1);
  return day;
}

/** The day itself, or the nearest working day after it. */
export function workingDayFrom(day: Day, holidays: Holidays): Day {
  while (!isWorkingDay(day, holidays)) day = addDays(day, 1);
  return day;
}

const A_SATURDAY: Day = '2000-01-01';

const isWeekend = (day: Day): boolean => ((daysBetween(A_SATURDAY, day) % 7) + 7) % 7 < 2;

/** Which public holidays apply. Alsace and Moselle have two more than the rest of France, under local law. */
export const HOLIDAYS = ['france', 'alsace-moselle', 'none'] as const;

export type Holidays = (typeof HOLIDAYS)[number];

/** The eleven holidays of article L. 3133-1 of the French labour code, and the two that article L. 3134-13 adds. */
export const isHoliday = (day: Day, holidays: Holidays): boolean => {
  if (holidays === 'none') return false;
  const { france, added } = holidaysOf(Number(day.slice(0, 4)));
  return france.has(day) || (holidays === 'alsace-moselle' && added.has(day));
};

interface YearOfHolidays {
  france: ReadonlySet<Day>;
  /** Only in Alsace and Moselle. */
  added: ReadonlySet<Day>;
}

const years = new Map<number, YearOfHolidays>();

function holidaysOf(year: number): YearOfHolidays {
  const known = years.get(year);
  if (known) return known;
  const easter = easterOf(year);
  const fixed = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'].map((day) => `${year}-${day}`);
  const [easterMonday, ascension, whitMonday] = [1, 39, 50].map((days) => addDays(easter, days));
  const made = {
    france: new Set([...fixed, easterMonday, ascension, whitMonday].flatMap((day) => day ?? [])),
    added: new Set([addDays(easter, -2), `${year}-12-26`]),
  };
  years.set(year, made);
  return made;
}

/** Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher. */
function easterOf(year: number): Day {
  const golden = year % 19;
  const [century, inCentury] = [Math.floor(year / 100), year % 100];
  const [leapCenturies, centuryRest] = [Math.floor(century / 4), century % 4];
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const moon = (19 * golden + century - leapCenturies - moonShift + 15) % 30;
  const [leaps, rest] = [Math.floor(inCentury / 4), inCentury % 4];
  const toSunday = (32 + 2 * centuryRest + 2 * leaps - moon - rest) % 7;
  const late = Math.floor((golden + 11 * moon + 22 * toSunday) / 451);
  return addDays(`${year}-03-22`, moon + toSunday - 7 * late);
}
