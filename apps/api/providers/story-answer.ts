import { z } from 'zod';
import { DaySchema } from '#domain/date/day.js';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import type { Told } from '#domain/provider/story.js';
import { summaryOf } from '#language/describe-event.js';
import { phrases } from '#language/phrases.js';
import type { Language } from '#language/language.js';
import { SourceSchema } from '#domain/source/source.js';

const About = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('provider'), id: z.uuid(), name: z.string() }),
  z.strictObject({
    kind: z.literal('dossier'),
    id: z.uuid(),
    scheme: z.string(),
    service: z.string().nullable(),
  }),
]);

/** One thing that happened, as it reads with its corrections. */
export const StoryEntry = z
  .strictObject({
    event: z.uuid(),
    position: z.int(),
    day: DaySchema.nullable().describe('The earliest that it can have been; `null`: nobody said when.'),
    precision: z.enum(['day', 'month', 'quarter', 'half', 'year']).nullable(),
    occurred: PartialDateSchema.nullable(),
    type: z.string(),
    about: About,
    title: z.string().nullable(),
    says: z.string().describe('In a few words.'),
    source: SourceSchema.nullable(),
    confirmed: z.boolean(),
    corrected: z.boolean().describe('Whether it was recorded otherwise first.'),
  })
  .meta({ id: 'StoryEntry' });

export const storyAnswerOf = ({ said, between, ...told }: Told, language: Language): z.input<typeof StoryEntry> => ({
  ...told,
  says: between ? phrases(language).events.transferred(between) : summaryOf(said, language),
});

export const storyExample: z.input<typeof StoryEntry> = {
  event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  position: 31,
  day: '2023-12-28',
  precision: 'day',
  occurred: '2023-12-28',
  type: 'GrantIssued',
  about: {
    kind: 'dossier',
    id: '0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11',
    scheme: 'secnumcloud',
    service: 'Hosted Private Cloud powered by VMware',
  },
  title: null,
  says: 'decision 2279 issued',
  source: { kind: 'decision', publisher: 'ANSSI' },
  confirmed: true,
  corrected: false,
};
