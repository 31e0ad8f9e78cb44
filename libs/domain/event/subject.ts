import { z } from 'zod';
import { Name } from '../text/text.js';
import { because } from '../validation.js';
import { asks } from './describe.js';

export const SUBJECT_KINDS = ['law', 'market', 'provider', 'service'] as const;

export const statement = {
  effect: 'none',
  group: 'said',
  summary: ['speaker', 'about'],
  identifiedByTitle: true,
} as const;

/** What a statement is about, where that is not the provider or dossier on which it is recorded. */
export const subject = {
  about: asks(Name.optional()),
  aboutKind: asks(z.enum(SUBJECT_KINDS).optional(), 'subject'),
};

interface WithSubject {
  about?: string | undefined;
  aboutKind?: string | undefined;
}

/** Rejects a kind of subject without the subject. */
export function aboutSomething<T extends { schema: z.ZodObject<{ data: z.ZodType<WithSubject> }> }>(described: T): T {
  const { schema } = described;
  const data = schema.shape.data.refine(({ about, aboutKind }) => about !== undefined || aboutKind === undefined, {
    error: because('required'),
    path: ['about'],
  });
  return { ...described, schema: schema.extend({ data }) };
}
