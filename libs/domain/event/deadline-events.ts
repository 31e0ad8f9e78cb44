import { z } from 'zod';
import { earliest, latest, PartialDateSchema } from '../date/partial-date.js';
import { Prose } from '../text/text.js';
import { housekeeping } from './shape.js';
import { because } from '../validation.js';

const key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, {
  error: because('deadline-key-format'),
});

const dates = {
  key,
  due: PartialDateSchema,
  opens: PartialDateSchema.optional(),
  lapses: PartialDateSchema.optional(),
  reason: Prose.optional(),
};

interface Dates {
  due: string;
  opens?: string | undefined;
  lapses?: string | undefined;
}

const opensBeforeDue = ({ due, opens }: Dates): boolean => !opens || earliest(opens) <= latest(due);
const lapsesAfterDue = ({ due, lapses }: Dates): boolean => !lapses || latest(lapses) >= earliest(due);

function withDates<T extends 'DeadlineSet' | 'DeadlineMoved'>(type: T) {
  const event = housekeeping(type, dates);
  return event.extend({
    data: event.shape.data
      .refine(opensBeforeDue, { error: because('opens-after-due'), path: ['opens'] })
      .refine(lapsesAfterDue, { error: because('lapses-before-due'), path: ['lapses'] }),
  });
}

/** Deadlines that an officer sets by hand, each under a key of its own within the dossier. */
export const deadlineEvents = [
  withDates('DeadlineSet'),
  withDates('DeadlineMoved'),
  housekeeping('DeadlineMet', { key, reason: Prose.optional() }),
  housekeeping('DeadlineCancelled', { key, reason: Prose.optional() }),
] as const;
