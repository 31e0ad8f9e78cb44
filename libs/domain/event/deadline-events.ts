import { z } from 'zod';
import { earliest, latest, PartialDateSchema } from '../date/partial-date.js';
import { Prose } from '../text/text.js';
import { because } from '../validation.js';
import { asks, housekeeping, type InputKind } from './describe.js';

const Key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, { error: because('deadline-key-format') });
const reason = asks(Prose.optional(), 'prose');
const deadlines = { effect: 'deadlines', group: 'deadlines' } as const;

interface Dates {
  due: string;
  opens?: string | undefined;
  lapses?: string | undefined;
}

const opensBeforeDue = ({ due, opens }: Dates): boolean => !opens || earliest(opens) <= latest(due);
const lapsesAfterDue = ({ due, lapses }: Dates): boolean => !lapses || latest(lapses) >= earliest(due);

function withDates<T extends 'DeadlineSet' | 'DeadlineMoved'>(type: T, key: InputKind) {
  const described = housekeeping(type, deadlines, {
    key: asks(Key, key),
    due: asks(PartialDateSchema, 'date'),
    opens: asks(PartialDateSchema.optional(), 'date'),
    lapses: asks(PartialDateSchema.optional(), 'date'),
    reason,
  });
  const data = described.schema.shape.data
    .refine(opensBeforeDue, { error: because('opens-after-due'), path: ['opens'] })
    .refine(lapsesAfterDue, { error: because('lapses-before-due'), path: ['lapses'] });
  return { ...described, schema: described.schema.extend({ data }) };
}

/** Deadlines that an officer sets by hand, each under a key of its own within the dossier. */
export const deadlineEvents = [
  withDates('DeadlineSet', 'key'),
  withDates('DeadlineMoved', 'openKey'),
  housekeeping('DeadlineMet', deadlines, { key: asks(Key, 'openKey'), reason }),
  housekeeping('DeadlineCancelled', deadlines, { key: asks(Key, 'openKey'), reason }),
] as const;
