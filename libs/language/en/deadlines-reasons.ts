/** Reasons of deadlines, reminders and feeds. */
export const deadlinesReasons = {};
