import { z } from 'zod';
import { duration } from './settings.js';

/** As `openDatabase` takes them, in milliseconds. */
interface Timeouts {
  connectMs: number;
  appendMs: number;
  statementMs: number;
  lockMs: number;
  silenceMs: number;
}

const NAMES = ['connect', 'append', 'statement', 'lock', 'silence'];

const timesIn = (text: string) => text.split(',').map((part) => part.trim().split('='));

/** The setting of a program that bounds its waits for PostgreSQL. */
export const databaseTimeouts = (defaults: Timeouts) => ({
  DATABASE_TIMEOUTS: z
    .string()
    .refine(
      (text) => timesIn(text).every(([name = '', time]) => NAMES.includes(name) && duration.safeParse(time).success),
      {
        error:
          'must be times from 1ms to 60min such as connect=10s,statement=1min, of connect, append, statement, lock and silence',
      },
    )
    .transform((text): Timeouts => {
      const given = timesIn(text).map(([name = '', time]) => [`${name}Ms`, duration.parse(time)] as const);
      return { ...defaults, ...Object.fromEntries(given) };
    })
    .default(defaults)
    .meta({
      description:
        'Limits of [waits for PostgreSQL](operating.md#database-connections) that differ from the defaults, such as `connect=10s,statement=1min`.',
      defaultText: 'see there',
    }),
});
