import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Subject } from './subject.js';

const MadeWith = z.object({
  /** The version of its stream that the form was filled in by. */
  expected: z.coerce.number().int().nonnegative(),
  /** Sent twice, a form records once. */
  once: z.uuid(),
});

/** What a form was made with; one that came without is taken as made now. */
export function formStateIn(form: URLSearchParams, { version }: Subject): z.output<typeof MadeWith> {
  const made = MadeWith.safeParse(Object.fromEntries(form));
  return made.data ?? { expected: version, once: randomUUID() };
}

/** What a form carries beside what is typed in it. */
export const formState = (form: URLSearchParams): [string, string][] =>
  ['expected', 'once'].map((name) => [name, form.get(name) ?? '']);
