import type { deadlinesReasons as English } from '../en/deadlines-reasons.js';

/** Reasons of deadlines, reminders and feeds. */
export const deadlinesReasons: typeof English = {};
