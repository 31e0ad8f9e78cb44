import type { Day } from '#domain/date/day.js';

/** A Wednesday, in winter: nine o'clock in Paris is eight in Greenwich. Everything here happens on it. */
export const TODAY: Day = '2026-11-25';
export const BEFORE_NINE = new Date(`${TODAY}T07:00:00Z`);
export const AFTER_NINE = new Date(`${TODAY}T08:30:00Z`);
/** Since then all subscribers are there. */
export const CONFIRMED = new Date('2026-01-05T10:00:00Z');

/** Opens the secrets of webhooks; no secret at all. */
export const SECRET = 'bench_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';
