import { z } from 'zod';
import { because } from '../validation.js';

/** A name of the IANA database that this machine knows, such as `Europe/Paris`. An offset such as `+02:00` is none: it has no summer. */
export const TimeZoneSchema = z
  .string()
  .refine(isTimeZone, { error: because('time-zone') })
  .meta({ example: 'Europe/Paris' });

function isTimeZone(name: string): boolean {
  if (!/^[a-z][a-z0-9_+/-]{0,63}$/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
