const ANSWERABLE_DAYS = 60;
const DAY_MS = 24 * 3_600_000;

/** Until when the link of a message lets its reader acknowledge or snooze what it reminds of. */
export const answerableUntil = ({ created_at: planned }: { created_at: Date }): Date =>
  new Date(planned.getTime() + ANSWERABLE_DAYS * DAY_MS);
