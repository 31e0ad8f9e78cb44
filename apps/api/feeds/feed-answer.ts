import { z } from 'zod';
import { Name } from '#domain/text/text.js';
import { FEED_KINDS, type FeedView } from '#feeds/feed-view.js';
import { FilterSchema } from '#subscriptions/filter.js';
import { LanguageSchema } from '#language/language.js';

export const NewFeedSchema = z
  .strictObject({
    kind: z.enum(FEED_KINDS).describe('`calendar`: deadlines, as iCalendar; `atom`: changes.'),
    name: Name.describe('What its readers see as its name.'),
    filter: FilterSchema.default({ changes: true, deadlines: true }),
    language: LanguageSchema.default('fr'),
  })
  .refine(({ kind, filter }) => kind === 'atom' || filter.deadlines, {
    path: ['filter', 'deadlines'],
    error: 'must not be false: a calendar holds nothing but deadlines',
  })
  .refine(({ kind, filter }) => kind === 'calendar' || filter.changes, {
    path: ['filter', 'changes'],
    error: 'must not be false: an Atom feed holds nothing but changes',
  })
  .meta({
    id: 'NewFeed',
    example: { kind: 'calendar', name: 'SecNumCloud', filter: { schemes: ['secnumcloud'] }, language: 'fr' },
  });

export const FeedAnswer = z
  .object({
    id: z.uuid(),
    kind: z.enum(FEED_KINDS),
    name: z.string(),
    filter: z.record(z.string(), z.unknown()).describe('As it was asked for.'),
    language: LanguageSchema,
    createdAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Feed' });

export const NewFeedAnswer = FeedAnswer.extend({
  url: z.url().describe('Whoever has it reads the feed. Shown this once: only a hash of its token is kept.'),
  webcal: z.string().optional().describe('Of a calendar: the same address, which opens the calendar program.'),
}).meta({ id: 'CreatedFeed' });

export const feedExample = {
  id: '2f1c7a4e-9b0d-4c3e-8a55-6f0d1b2c3d4e',
  kind: 'calendar',
  name: 'SecNumCloud',
  filter: { schemes: ['secnumcloud'], changes: true, deadlines: true },
  language: 'fr',
  createdAt: '2026-11-25T08:00:00.000Z',
  revokedAt: null,
};

export const newFeedExample = {
  ...feedExample,
  url: 'https://jalon.example.org/feeds/mC9dJ0bqk1vQ3n6uXo2yT5eWz8sRfAhLgPiK4tNcVbE.ics',
  webcal: 'webcal://jalon.example.org/feeds/mC9dJ0bqk1vQ3n6uXo2yT5eWz8sRfAhLgPiK4tNcVbE.ics',
};

export const feedAnswerOf = ({ createdAt, revokedAt, ...feed }: FeedView) => ({
  ...feed,
  createdAt: createdAt.toISOString(),
  revokedAt: revokedAt?.toISOString() ?? null,
});
