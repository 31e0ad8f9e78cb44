import { dayIn } from '#domain/date/day.js';
import type { Language } from './language.js';
import { writtenDate } from './written-date.js';

const LOCALE = { fr: 'fr-FR', en: 'en-GB' } as const;
const AT = { fr: 'à', en: 'at' } as const;

/** A day and a time by the clocks of a time zone, and whose clocks they are. */
export function writtenInstant(instant: Date, zone: string, language: Language): string {
  const time = new Intl.DateTimeFormat(LOCALE[language], { timeStyle: 'short', timeZone: zone });
  return `${writtenDate(dayIn(zone, instant), language)} ${AT[language]} ${time.format(instant)} (${zone})`;
}
