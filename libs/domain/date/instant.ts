import { z } from 'zod';
import { reason } from '../refusal.js';
import type { Reason } from '../reasons.js';
import { because, refusedFor } from '../validation.js';
import { inRange, isDay } from './day.js';

/** Date, time and offset of RFC 3339, whether they exist or not. */
const INSTANT = /^((\d{4})-\d\d-\d\d)T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)$/;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?$/;
const OFFSET = /^(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Why a text is not an instant: a date that exists, a time of that day and an offset. `Date.parse` cannot tell: it reads
 * 30 February as 2 March and 24:00 as the next day. Leap seconds are refused, as no clock here counts them.
 */
export function problemWithInstant(text: string): Reason | undefined {
  const match = INSTANT.exec(text);
  if (!match) return reason('instant-format');
  const [, day = '', year = '', time = '', offset = ''] = match;
  if (!inRange(Number(year))) return reason('year-out-of-range');
  if (!isDay(day)) return reason('instant-without-day', { day });
  if (!TIME.test(time)) return reason('instant-without-time', { time });
  if (!OFFSET.test(offset)) return reason('instant-without-offset', { offset });
  return undefined;
}

export const isInstant = (text: string): boolean => problemWithInstant(text) === undefined;

/** An instant with its offset, such as `2026-11-25T08:00:00Z`. */
export const InstantSchema = z
  .string()
  .superRefine(refusedFor(problemWithInstant))
  .meta({ format: 'date-time', example: '2026-11-25T08:00:00Z' });

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** As `Date.toISOString` writes it. */
export const UtcInstantSchema = z
  .string()
  .refine((text) => UTC.test(text) && isInstant(text), { error: because('instant-utc-format') })
  .meta({ format: 'date-time' });
